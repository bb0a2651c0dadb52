import { randomUUID } from 'node:crypto';
import type { Response } from 'express';

/** A refusal as Graph words it. */
export class GraphError extends Error {
  override readonly name = 'GraphError';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** A `WWW-Authenticate` header, on 401. */
    readonly challenge?: string,
  ) {
    super(message);
  }
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
  if (error.challenge !== undefined) res.set('WWW-Authenticate', error.challenge);
  res.status(error.status).json({
    error: {
      code: error.code,
      message: error.message,
      innerError: {
        date: new Date(nowMs).toISOString().slice(0, 19),
        'request-id': res.get(REQUEST_ID),
        'client-request-id': res.get(CLIENT_REQUEST_ID),
      },
    },
  });
}
