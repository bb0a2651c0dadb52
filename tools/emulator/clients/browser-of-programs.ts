import { CookieClient } from '../../browsing/cookie-client.js';
import { authorizeThroughPages, type Emulator, type Person } from '../index.js';
import { actionOf, fieldsOf, pageOf, textOf } from '../read-page.js';
import type { BrowserOfPrograms } from './run-program.js';

const MOST_STEPS = 10;

/** A new browser for each question, in which that person signs in and accepts everything. */
export function browserOf(person: Person, { ca }: Emulator): BrowserOfPrograms {
  return async (question) => {
    switch (question.action) {
      case 'sign-in': {
        const { url, form } = await authorizeThroughPages(question.url, person, { ca });
        return { url: url.href, form: form && Object.fromEntries(form) };
      }
      case 'enter-device-code':
        return enterDeviceCode(question, person, ca);
    }
  };
}

async function enterDeviceCode(
  { url: verificationUri, userCode }: { readonly url: string; readonly userCode: string },
  { oid }: Person,
  ca: string | undefined,
): Promise<undefined> {
  let url = new URL(verificationUri);
  const browser = new CookieClient(url.origin);
  let form: URLSearchParams | undefined;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const answer = await browser.request(url, { ca, ...(form && { method: 'POST', body: form }) });
    const location = answer.headers.get('location');
    const html = await answer.text();
    url = new URL(location ?? actionOf(html), url);
    form = undefined;
    if (location !== null) continue;
    const page = pageOf(html);
    if (page === 'message' && answer.status === 200) return undefined;
    if (page === 'message') throw new Error(textOf(html));
    form = new URLSearchParams(fieldsOf(html));
    if (page === 'account-picker') form.set('person', oid);
    else if (page === 'consent') form.set('answer', 'accept');
    else form.set('otc', userCode);
  }
  throw new Error(`The device is not signed in after ${MOST_STEPS} steps.`);
}
