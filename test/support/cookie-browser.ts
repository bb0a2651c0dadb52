import type { CookieOptions, Request, Response } from 'express';

/** A browser as far as cookies go, for specs that call our code without HTTP: what a response sets, a request sends. */
export class CookieBrowser {
  /** What the browser holds now. A test may put anything in. */
  readonly cookies = new Map<string, string>();
  /** With which options each cookie was last set, cleared ones included. */
  readonly options = new Map<string, CookieOptions>();
  /** The names of the cookies that were cleared, in order. */
  readonly cleared: string[] = [];

  /** Each call is a request of its own. */
  request(): Request {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return { headers: { ...(cookie !== '' && { cookie }) } } as Request;
  }

  readonly response = {
    cookie: (name: string, value: string, options: CookieOptions) => {
      this.cookies.set(name, value);
      this.options.set(name, options);
    },
    clearCookie: (name: string, options: CookieOptions) => {
      this.cookies.delete(name);
      this.options.set(name, options);
      this.cleared.push(name);
    },
  } as unknown as Response;
}
