import { CookieJar } from 'tough-cookie';
import { cookieName } from '../../src/common/http/service-cookie.js';
import { navigate } from '../../tools/browsing/navigate.js';
import { type Person, people, signInThroughPages } from '../../tools/emulator/index.js';

export const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8';
export const JSON_ONLY = 'application/json';

type CookieName = 'session' | 'sign-in' | 'rounds';

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

  /**
   * @param base the public address of the service, which cookies belong to
   * @param upstream where it really listens, when a proxy would end TLS in front of it
   */
  constructor(
    private readonly base: string,
    private readonly upstream: string = base,
    /** By which the service names its cookies. */
    private readonly http = { baseUrl: base, secure: base.startsWith('https:') },
  ) {}

  async request(target: string | URL, options: RequestOptions = {}): Promise<Response> {
    const url = new URL(target, this.base);
    const address = url.href.startsWith(`${this.base}/`) ? url.href.replace(this.base, this.upstream) : url;
    const response = await navigate(address, {
      method: options.method ?? 'GET',
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
  async walkToCallback(person: Person = people.ordinary, { query = '', consent }: SignInOptions = {}): Promise<URL> {
    return this.follow(await this.get(`/login${query}`), person, consent);
  }

  /** From the answer of `/login` through Entra's pages: where Entra sends the browser back to. */
  async follow(login: Response, person: Person, consent?: SignInOptions['consent']): Promise<URL> {
    const location = login.headers.get('location');
    if (login.status !== 302 || location === null) throw new Error(`/login answered ${login.status}`);
    return signInThroughPages(location, person, { jar: this.jar, ...(consent !== undefined && { consent }) });
  }

  /** The whole sign-in; the answer of the callback. */
  async signIn(person?: Person, options?: SignInOptions): Promise<Response> {
    return this.get(await this.walkToCallback(person, options));
  }

  /** Whether the service says that somebody is signed in here. */
  async isSignedIn(): Promise<boolean> {
    const { status, body } = await this.json('/session');
    if (status !== 200) throw new Error(`/session answered ${status}`);
    return body['signedIn'] === true;
  }

  async cookieNames(): Promise<string[]> {
    return (await this.jar.getCookies(this.base)).map(({ key }) => key);
  }

  /** The value of one of our cookies, named without what BASE_URL adds. */
  async cookie(name: CookieName): Promise<string | undefined> {
    const key = cookieName(this.http, name);
    return (await this.jar.getCookies(this.base)).find((cookie) => cookie.key === key)?.value;
  }

  /** Puts one of our cookies into this browser, or takes it away. */
  async setCookie(name: CookieName, value: string | undefined): Promise<void> {
    const end = value === undefined ? '; Max-Age=0' : '';
    const secure = this.http.secure ? '; Secure' : '';
    await this.jar.setCookie(`${cookieName(this.http, name)}=${value ?? ''}; Path=/${end}${secure}`, this.base);
  }

  /** What this browser sends to the service as `Cookie`: to replay it, or to change it. */
  cookieHeader(): Promise<string> {
    return this.jar.getCookieString(this.base);
  }
}

/** The JSON object that an answer held. */
export type Json = Record<string, unknown>;
