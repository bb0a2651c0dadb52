import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { requestIdStorage } from '../common/logging/logger.js';

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- how Express types are extended
  namespace Express {
    interface Request {
      /** Names this request in its answer (`X-Request-Id`) and in every log line of it. */
      id: string;
    }
  }
}

/**
 * Gives every request its id and logs one line when it is answered: method, route and status. Never the address as it
 * was asked for (a query holds codes), no header, no address of the caller.
 */
export function requestLogging(logger: Logger): RequestHandler {
  // Nothing of an answer's line comes from outside, so that there is nothing to look for in each.
  const answered = logger.child({}, { redact: [] });
  return (request: Request, response: Response, next: NextFunction): void => {
    const beganAt = performance.now();
    request.id = randomUUID();
    response.setHeader('X-Request-Id', request.id);
    response.once('close', () => {
      const isAnswered = response.writableFinished;
      answered[response.statusCode >= 500 ? 'warn' : 'info'](
        {
          // The context of the request is gone when the browser gave up.
          requestId: request.id,
          method: request.method,
          route: (request.route as { path?: string } | undefined)?.path ?? null,
          status: isAnswered ? response.statusCode : null,
          responseTimeMs: Math.round(performance.now() - beganAt),
        },
        isAnswered ? 'request answered' : 'request aborted',
      );
    });
    // Emitted when a handler writes after the end; without a listener it would end the process.
    response.on('error', (error) => logger.warn({ err: error }, 'an answer could not be written'));
    requestIdStorage.run(request.id, next);
  };
}
