import type { Response } from 'express';
import type { StruckState } from '../faults/fault.js';
import { GraphError, sendGraphError } from './graph-error.js';

/**
 * Graph's 429, with the headers that tell which limit was met and how far.
 *
 * @param retryAfterSeconds - `null` leaves `Retry-After` out, as some services behind Graph do
 */
export function throttlingError(retryAfterSeconds: number | null, appId: string, tenantId: string): GraphError {
  return new GraphError(429, 'TooManyRequests', 'Please retry again later.', {
    headers: {
      ...(retryAfterSeconds === null ? {} : { 'Retry-After': String(retryAfterSeconds) }),
      'x-ms-throttle-limit-percentage': '1.2',
      'x-ms-throttle-scope': `Application/ReadWrite/${appId}/${tenantId}`,
      'x-ms-throttle-information': 'ResourceUnitLimitExceeded',
    },
    innerError: { code: '429', message: 'Please retry after', status: '429' },
  });
}

/** Answers with {@link throttlingError}, as the switches have it. */
export function sendThrottled(res: Response, { faults, app, tenantId, now }: StruckState): void {
  sendGraphError(res, throttlingError(faults.retryAfterSeconds, app.clientId, tenantId), now());
}
