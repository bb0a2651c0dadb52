import type { Request } from 'express';

/** The id that names this request in its answer (`X-Request-Id`) and in every log line of it. */
export function requestId(request: Pick<Request, 'id'>): string {
  return typeof request.id === 'string' ? request.id : '';
}
