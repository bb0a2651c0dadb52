import { CookieJar } from 'tough-cookie';
import { type Person, people, signInThroughPages } from '../../tools/emulator/index.js';

export const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8';
export const JSON_ONLY = 'application/json';

interface RequestOptions {
  method?: string;
  accept?: string;
  headers?: Record<string, string>;
}

export interface SignInOptions {
  /** Query of `/login`. */
  query?: string;
  consent?: 'accept' | 'decline' | 'cancel';
}

/** A browser as far as HTTP goes: a cookie jar, no automatic redirects. */
export class Browser {
  readonly jar = new CookieJar();

  constructor(private readonly base: string) {}

  async request(target: string | URL, options: RequestOptions = {}): Promise<Response> {
    const url = new URL(target, this.base);
    const response = await fetch(url, {
      method: options.method ?? 'GET',
      redirect: 'manual',
      headers: {
        accept: options.accept ?? HTML,
        cookie: await this.jar.getCookieString(url.href),
        ...options.headers,
      },
    });
    for (const cookie of response.headers.getSetCookie()) await this.jar.setCookie(cookie, url.href);
    return response;
  }

  get(target: string | URL, options?: RequestOptions): Promise<Response> {
    return this.request(target, options);
  }

  post(target: string | URL, options?: RequestOptions): Promise<Response> {
    return this.request(target, { ...options, method: 'POST' });
  }

  async json(
    target: string | URL,
    options?: RequestOptions,
  ): Promise<{ status: number; body: Json; headers: Headers }> {
    const response = await this.request(target, { accept: JSON_ONLY, ...options });
    return { status: response.status, body: (await response.json()) as Json, headers: response.headers };
  }

  /** Where Entra sends the browser back to: the callback, with a code or an error. */
  async walkToCallback(
    person: Person = people.ordinary,
    { query = '', consent }: SignInOptions = {},
  ): Promise<URL> {
    const login = await this.get(`/login${query}`);
    const location = login.headers.get('location');
    if (login.status !== 302 || location === null) throw new Error(`/login answered ${login.status}`);
    return signInThroughPages(location, person, { jar: this.jar, ...(consent !== undefined && { consent }) });
  }

  /** The whole sign-in; the answer of the callback. */
  async signIn(person?: Person, options?: SignInOptions): Promise<Response> {
    return this.get(await this.walkToCallback(person, options));
  }

  async cookieNames(): Promise<string[]> {
    return (await this.jar.getCookies(this.base)).map(({ key }) => key);
  }

  async cookie(name: string): Promise<string | undefined> {
    return (await this.jar.getCookies(this.base)).find(({ key }) => key === name)?.value;
  }
}

/** Whatever JSON an answer held. */
export type Json = { [key: string]: Json } & Json[] & string & number & boolean & null;
