import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ErrorResponder } from './error-responder.js';

/** Answers what no other filter takes. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly responder: ErrorResponder) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.responder.respond(thrown, http.getRequest<Request>(), http.getResponse<Response>());
  }
}
