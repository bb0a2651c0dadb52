import type { CookieJar } from 'tough-cookie';
import { CookieClient } from '../browsing/cookie-client.js';

export interface SignInThroughPagesOptions {
  /** Which button to press where there is a choice. `cancel` is the account picker's. Default `accept`. */
  readonly consent?: 'accept' | 'decline' | 'cancel';
  /** Carries the emulator's session from one sign-in to the next. Default: a new one. */
  readonly jar?: CookieJar;
}

const MOST_STEPS = 10;

/**
 * Does what a person does in a browser: follows the authorization request through the account picker and the consent
 * page to the redirect that leads back to the application.
 *
 * @param person - who is picked; not asked for when the jar knows somebody already
 * @returns the address that the browser would open next: the redirect URI with `code` or `error`
 * @throws Error with the text of the page, when the emulator shows one that leads nowhere
 */
export async function signInThroughPages(
  authorizeUrl: string | URL,
  person: { readonly oid: string },
  { consent = 'accept', jar }: SignInThroughPagesOptions = {},
): Promise<URL> {
  let url = new URL(authorizeUrl);
  const { origin } = url;
  const browser = new CookieClient(origin, jar && { jar });
  let form: URLSearchParams | undefined;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const answer = await browser.request(url, form && { method: 'POST', body: form });
    const location = answer.headers.get('location');
    const html = await answer.text();
    if (location !== null) {
      url = new URL(location, url);
      if (url.origin !== origin) return url;
      form = undefined;
      continue;
    }
    form = new URLSearchParams({
      pending: hiddenField(html, 'pending'),
      ...button(html, person.oid, consent),
    });
    url = new URL(unescape(/<form method="post" action="([^"]*)"/.exec(html)?.[1] ?? ''), url);
  }
  throw new Error(`Still not back at the application after ${MOST_STEPS} steps.`);
}

function button(html: string, oid: string, consent: 'accept' | 'decline' | 'cancel'): Record<string, string> {
  const page = /<main [^>]*data-page="([^"]+)"/.exec(html)?.[1];
  if (page === 'account-picker') return consent === 'cancel' ? { answer: 'cancel' } : { person: oid };
  if (page === 'consent') return { answer: consent === 'accept' ? 'accept' : 'decline' };
  throw new Error(`The emulator shows a page that leads nowhere: ${textOf(html)}`);
}

function hiddenField(html: string, name: string): string {
  return unescape(new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '');
}

function textOf(html: string): string {
  const main = /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? html;
  return unescape(
    main
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );
}

function unescape(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
