import { CookieJar } from 'tough-cookie';
import { navigate, type NavigateOptions } from './navigate.js';

export const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8';
export const JSON_ONLY = 'application/json';

export interface RequestOptions extends NavigateOptions {
  /** Default: a page. */
  accept?: string;
  /** Sent as JSON. */
  json?: unknown;
}

/** A browser as far as HTTP goes: it has a cookie jar, goes to pages, and follows no redirect. */
export class CookieClient {
  readonly jar: CookieJar;
  private readonly upstream: string;

  /**
   * @param base the public address, which paths and cookies belong to
   * @param options.upstream where that address really listens, when a proxy would end TLS in front of it
   * @param options.jar default: an empty one
   */
  constructor(
    protected readonly base: string,
    { upstream = base, jar = new CookieJar() }: { upstream?: string; jar?: CookieJar } = {},
  ) {
    this.upstream = upstream;
    this.jar = jar;
  }

  /** @throws Error of node:http when there is no answer */
  async request(target: string | URL, { accept = HTML, json, ...options }: RequestOptions = {}): Promise<Response> {
    const url = new URL(target, this.base);
    const address = url.href.startsWith(`${this.base}/`) ? url.href.replace(this.base, this.upstream) : url;
    const response = await navigate(address, {
      ...options,
      ...(json !== undefined && { body: JSON.stringify(json) }),
      headers: {
        accept,
        cookie: await this.jar.getCookieString(url.href),
        ...(json !== undefined && { 'content-type': JSON_ONLY }),
        ...options.headers,
      },
    });
    for (const cookie of response.headers.getSetCookie()) await this.jar.setCookie(cookie, url.href);
    return response;
  }

  /** What is sent to the public address as `Cookie`: to replay it, or to change it. */
  cookieHeader(): Promise<string> {
    return this.jar.getCookieString(this.base);
  }

  async cookieNames(): Promise<string[]> {
    return (await this.jar.getCookies(this.base)).map(({ key }) => key);
  }
}
