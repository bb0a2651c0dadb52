import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import { requestId } from '../common/http/request-id.js';
import { requestIdStorage } from '../common/logging/logger.js';

/**
 * Gives every request its id and logs one line when it is answered: method, route and status. Never the address as it
 * was asked for (a query holds codes), no header, no address of the caller.
 */
export function requestLogging(logger: Logger) {
  const describe = (request: Request, response: Response, value: { responseTime?: number }) => ({
    // The context of the request is gone when the browser gave up.
    ...(requestIdStorage.getStore() === undefined && { requestId: requestId(request) }),
    method: request.method,
    route: (request.route as { path?: string } | undefined)?.path ?? null,
    status: response.writableFinished ? response.statusCode : null,
    responseTimeMs: value.responseTime,
  });
  const message = (response: Response) => (response.writableFinished ? 'request answered' : 'request aborted');
  const log = pinoHttp<Request, Response>({
    logger,
    // By default it logs the whole request: the query holds codes, the headers hold cookies.
    serializers: { req: omit, res: omit, err: omit },
    genReqId: () => randomUUID(),
    customLogLevel: (_request, response) => (response.statusCode >= 500 ? 'warn' : 'info'),
    customSuccessMessage: (_request, response) => message(response),
    customErrorMessage: (_request, response) => message(response),
    customSuccessObject: describe,
    customErrorObject: (request, response, _error, value: { responseTime?: number }) =>
      describe(request, response, value),
  });
  return (request: Request, response: Response, next: NextFunction): void => {
    log(request, response, () => {
      response.setHeader('X-Request-Id', requestId(request));
      requestIdStorage.run(requestId(request), next);
    });
  };
}

function omit(): undefined {
  return undefined;
}
