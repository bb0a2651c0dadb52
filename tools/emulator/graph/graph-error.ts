import { randomUUID } from 'node:crypto';
import type { Response } from 'express';

/** What a refusal may have besides its status, code and message. */
interface Details {
  readonly headers?: Readonly<Record<string, string>>;
  /** Members of `innerError` besides the date and the ids. */
  readonly innerError?: Readonly<Record<string, unknown>>;
}

/** A refusal as Graph words it. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
  readonly headers: Readonly<Record<string, string>>;
  readonly innerError: Readonly<Record<string, unknown>>;

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    { headers = {}, innerError = {} }: Details = {},
  ) {
    super(message);
    this.headers = headers;
    this.innerError = innerError;
  }
}

export function badRequest(message: string): GraphError {
  return new GraphError(400, 'BadRequest', message);
}

/** @param id - whatever the caller named */
export function resourceNotFound(id: string): GraphError {
  return new GraphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

const REQUEST_ID = 'request-id';
const CLIENT_REQUEST_ID = 'client-request-id';

/** Both ids go with every answer; without one of its own, the client's equals the server's. */
export function setRequestIds(res: Response, clientRequestId: string | undefined): void {
  const requestId = randomUUID();
  res.set({ [REQUEST_ID]: requestId, [CLIENT_REQUEST_ID]: clientRequestId || requestId });
}

/** Needs {@link setRequestIds} first. */
export function sendGraphError(res: Response, error: GraphError, nowMs: number): void {
  const { status, code, message, headers, innerError } = error;
  res.set(headers);
  res.status(status).json({
    error: {
      code,
      message,
      innerError: {
        ...innerError,
        date: new Date(nowMs).toISOString().slice(0, 19),
        'request-id': res.get(REQUEST_ID),
        'client-request-id': res.get(CLIENT_REQUEST_ID),
      },
    },
  });
}
