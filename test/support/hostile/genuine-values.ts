import { people } from '../../../tools/emulator/index.js';
import type { TestService } from '../service.js';

/** What a real browser would send: hostile requests get further with it, or with something that is nearly it. */
export interface GenuineValues {
  /** `session=…` of somebody who is signed in. */
  readonly session: string;
  /** `sign-in-…=…`, whose `state` this is. */
  readonly pendingSignIn: string;
  readonly state: string;
  /** For that sign-in, but redeemed already: it signs nobody in any more. */
  readonly spentCode: string;
  /** `rounds=…`, from the end of that sign-in. */
  readonly rounds: string;
  /** `challenge=…`, from a refusal that asked for a new sign-in. */
  readonly challenge: string;
  /** By which Entra would end that session. */
  readonly sid: string;
}

/** Signs people in for real. Pending sign-ins and challenges are good for ten minutes. */
export async function genuineValues(service: TestService): Promise<GenuineValues> {
  const signedIn = service.browser();
  await signedIn.signIn(people.ordinary);
  const sid = service.emulator.sessions.at(-1)?.sid ?? '';

  const signingIn = service.browser();
  const callback = await signingIn.walkToCallback(people.admin);
  const pendingSignIn = await signingIn.cookieHeader();
  await signingIn.get(callback);

  const values = {
    session: only(await signedIn.cookieHeader(), /session=[^;]*/),
    pendingSignIn: only(pendingSignIn, /sign-in-[\w-]{16}=[^;]*/),
    state: callback.searchParams.get('state') ?? '',
    spentCode: callback.searchParams.get('code') ?? '',
    rounds: only(await signingIn.cookieHeader(), /rounds=[^;]*/),
    challenge: await challengeOf(service),
    sid,
  };
  if (Object.values(values).includes('')) throw new Error('a genuine value is missing');
  return values;
}

async function challengeOf(service: TestService): Promise<string> {
  const browser = service.browser();
  await browser.signIn(people.noPhoto);
  service.emulator.revokeAccessTokens(people.noPhoto.oid);
  service.emulator.revokeSessions(people.noPhoto.oid);
  await browser.get('/profile');
  return only(await browser.cookieHeader(), /challenge=[^;]*/);
}

function only(cookies: string, form: RegExp): string {
  return form.exec(cookies)?.[0] ?? '';
}
