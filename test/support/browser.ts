import type { Configuration } from '../../config/configuration.js';
import { cookieName } from '../../src/common/http/service-cookie.js';
import { Browser as AnyBrowser } from '../../tools/browsing/browser.js';

export type { Json } from '../../tools/browsing/browser.js';
export { HTML, JSON_ONLY } from '../../tools/browsing/cookie-client.js';

type CookieName = 'session' | 'sign-in' | 'rounds';

/** A browser that knows our cookies by their names without what BASE_URL adds. */
export class Browser extends AnyBrowser {
  /** @param url where the service listens; a BASE_URL with https belongs to a proxy in front of it */
  constructor(
    url: string,
    private readonly http: Pick<Configuration['http'], 'baseUrl' | 'secure'> = { baseUrl: url, secure: false },
  ) {
    super(http.secure ? http.baseUrl : url, { upstream: url });
  }

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
}
