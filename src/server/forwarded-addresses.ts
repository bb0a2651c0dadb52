import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';

/** An address as some gateways write it: with the caller's port, or between brackets. */
const WITH_PORT = /^(?:\[([^\][]*)\](?::\d{0,5})?|([\d.]+):\d{0,5})$/;

/**
 * `X-Forwarded-For` with addresses alone: `203.0.113.7:20001`, `[2001:db8::1]:443` and `fe80::1%eth0` lose what does not
 * belong to them. What has another form stays, in its place, because proxies are counted.
 */
export function addressesOf(forwardedFor: string): string {
  return forwardedFor
    .split(',')
    .map((item) => {
      const text = item.trim();
      const [, bracketed, plain] = WITH_PORT.exec(text) ?? [];
      return (bracketed ?? plain ?? text).replace(/%.*$/, '');
    })
    .join(', ');
}

/**
 * Stands before whatever asks Express for the caller's address: Express compares addresses of proxies as they are
 * written, and would count a caller anew with each port. Says once in the log that a proxy is not believed, because then
 * everybody behind it counts as one.
 */
export function forwardedAddresses(log: Logger, { signInRateLimit }: { signInRateLimit: number }): RequestHandler {
  let said = signInRateLimit === 0;
  return (request: Request, _response: Response, next: NextFunction): void => {
    const { headers } = request;
    const forwardedFor = headers['x-forwarded-for'];
    if (typeof forwardedFor === 'string') headers['x-forwarded-for'] = addressesOf(forwardedFor);
    const arrived = forwardedFor !== undefined || headers.forwarded !== undefined;
    if (!said && arrived && request.ips.length === 0) {
      said = true;
      log.warn(
        'a forwarded address was not believed: behind a proxy that TRUST_PROXY does not name, everybody counts as ' +
          'one at SIGN_IN_RATE_LIMIT (X-Forwarded-For is read, Forwarded is not)',
      );
    }
    next();
  };
}
