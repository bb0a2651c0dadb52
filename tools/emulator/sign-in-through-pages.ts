import type { CookieJar } from 'tough-cookie';
import { CookieClient } from '../browsing/cookie-client.js';
import { actionOf, fieldsOf, pageOf, textOf } from './read-page.js';

export interface SignInThroughPagesOptions {
  /** Which button to press where there is a choice. `cancel` is the account picker's. Default `accept`. */
  readonly consent?: 'accept' | 'decline' | 'cancel';
  /** Carries the emulator's session from one sign-in to the next. Default: a new one. */
  readonly jar?: CookieJar;
  /** Of an emulator with TLS: its `ca`, for a process that was not started with `NODE_EXTRA_CA_CERTS`. */
  readonly ca?: string | undefined;
}

/** What a browser would send to the application, once the emulator is done. */
export interface AuthorizationAnswer {
  /** The redirect URI; with the answer in its query or its fragment, unless that is a form. */
  readonly url: URL;
  /** With `response_mode=form_post`: what is posted there. */
  readonly form: URLSearchParams | undefined;
}

const MOST_STEPS = 10;

/**
 * Does what a person does in a browser: follows the authorization request through the account picker and the consent
 * page to what leads back to the application.
 *
 * @param person - who is picked; not asked for when the jar knows somebody already
 * @throws Error with the text of the page, when the emulator shows one that leads nowhere
 */
export async function authorizeThroughPages(
  authorizeUrl: string | URL,
  person: { readonly oid: string },
  { consent = 'accept', jar, ca }: SignInThroughPagesOptions = {},
): Promise<AuthorizationAnswer> {
  let url = new URL(authorizeUrl);
  const { origin } = url;
  const browser = new CookieClient(origin, jar && { jar });
  let form: URLSearchParams | undefined;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const answer = await browser.request(url, { ca, ...(form && { method: 'POST', body: form }) });
    const location = answer.headers.get('location');
    if (location !== null) {
      url = new URL(location, url);
      if (url.origin !== origin) return { url, form: undefined };
      form = undefined;
      continue;
    }
    const html = await answer.text();
    url = new URL(actionOf(html), url);
    form = new URLSearchParams(fieldsOf(html));
    if (pageOf(html) === 'form-post') return { url, form };
    const [name, value] = buttonOf(html, person.oid, consent);
    form.append(name, value);
  }
  throw new Error(`Still not back at the application after ${MOST_STEPS} steps.`);
}

/**
 * As {@link authorizeThroughPages}, for answers that come as a redirect.
 *
 * @returns the address that the browser would open next: the redirect URI with `code` or `error`
 * @throws Error also when the answer is a form
 */
export async function signInThroughPages(...walk: Parameters<typeof authorizeThroughPages>): Promise<URL> {
  const { url, form } = await authorizeThroughPages(...walk);
  if (form) throw new Error('The answer is a form (response_mode=form_post): take authorizeThroughPages.');
  return url;
}

function buttonOf(html: string, oid: string, consent: 'accept' | 'decline' | 'cancel'): [string, string] {
  const page = pageOf(html);
  if (page === 'account-picker') return consent === 'cancel' ? ['answer', 'cancel'] : ['person', oid];
  if (page === 'consent') return ['answer', consent === 'accept' ? 'accept' : 'decline'];
  throw new Error(`The emulator shows a page that leads nowhere: ${textOf(html)}`);
}
