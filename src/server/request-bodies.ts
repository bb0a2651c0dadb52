import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { AppError } from '../common/app-error.js';
import { requestErrors } from '../common/request.errors.js';

/** Parses forms and JSON up to `maxBytes`; a body that says it is larger, of any type, is refused without being read. */
export function readBodies(app: NestExpressApplication, maxBytes: number): void {
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (!(Number(request.headers['content-length'] ?? 0) > maxBytes)) {
      next();
      return;
    }
    // Or the rest of the body would be read on this connection, only to be thrown away.
    response.setHeader('Connection', 'close');
    next(new AppError(requestErrors.body_too_large));
  });
  app.useBodyParser('json', { limit: maxBytes });
  app.useBodyParser('urlencoded', { limit: maxBytes, extended: false });
}
