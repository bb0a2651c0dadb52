import { type Cookies, parse } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';
import type { Configuration } from '../../../config/configuration.js';

/** Our cookies, by what they are for. With another name a sealed one has another key as well. */
export const COOKIES = {
  session: 'session',
  /** The seed of a browser; those of tabs that are opened at once have a number behind it. */
  seed: 'sign-in',
  rounds: 'rounds',
} as const;

type PublicHttp = Pick<Configuration['http'], 'secure' | 'baseUrl'>;

/**
 * What one of our cookies is called in the browser. Cookies ignore ports, and a developer runs several services: by plain
 * http every name ends with the port of BASE_URL. By https it begins with `__Host-`, which no other host can set, and ends
 * with the port where that is not 443.
 */
export function cookieName({ secure, baseUrl }: PublicHttp, name: string): string {
  const { port } = new URL(baseUrl);
  return secure ? `__Host-${name}${port === '' ? '' : `-${port}`}` : `${name}-${port === '' ? '80' : port}`;
}

/**
 * One of our cookies: HttpOnly, SameSite=Lax, Path=/. Name and Secure follow BASE_URL and not the request: behind a proxy the
 * last hop is plain http.
 */
export class ServiceCookie {
  readonly name: string;
  readonly #options: CookieOptions;

  /** @param lifetimeMs unset: the browser forgets it when it closes */
  constructor(http: PublicHttp, name: string, lifetimeMs?: number) {
    this.name = cookieName(http, name);
    this.#options = { httpOnly: true, sameSite: 'lax', path: '/', secure: http.secure };
    if (lifetimeMs !== undefined) this.#options.maxAge = lifetimeMs;
  }

  read(request: Pick<Request, 'headers'>): string | undefined {
    return cookiesOf(request)[this.name];
  }

  write(response: Response, value: string): void {
    response.cookie(this.name, value, this.#options);
  }

  clear(response: Response): void {
    response.clearCookie(this.name, this.#options);
  }
}

const parsed = new WeakMap<object, Cookies>();

/** Parsed once, however many ask: a header may hold hundreds of made-up ones. */
function cookiesOf(request: Pick<Request, 'headers'>): Cookies {
  const known = parsed.get(request);
  if (known !== undefined) return known;
  const cookies = parse(request.headers.cookie ?? '');
  parsed.set(request, cookies);
  return cookies;
}
