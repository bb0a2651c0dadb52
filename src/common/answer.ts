import type { Request, Response } from 'express';

/** What a handler may give back instead of plain data: it knows how to send itself, and the server's adapter asks it to. */
export abstract class Answer {
  abstract send(request: Request, response: Response): void;
}
