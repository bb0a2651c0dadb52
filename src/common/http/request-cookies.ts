import { type Cookies, parse } from 'cookie';
import type { Request } from 'express';

const parsed = new WeakMap<object, Cookies>();

/** The cookies of a request by name. Parsed once, however many ask: a header may hold hundreds of made-up ones. */
export function requestCookies(request: Pick<Request, 'headers'>): Cookies {
  const known = parsed.get(request);
  if (known !== undefined) return known;
  const cookies = parse(request.headers.cookie ?? '');
  parsed.set(request, cookies);
  return cookies;
}
