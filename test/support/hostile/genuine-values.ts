import { people } from '../../../tools/emulator/index.js';
import type { TestService } from '../service.js';

/** What a real browser would send: hostile requests get further with it, or with something that is nearly it. */
export interface GenuineValues {
  /** `session-<port>=…` of somebody who is signed in. */
  readonly session: string;
  /** `sign-in-<port>=…`, in whose browser this `state` began. */
  readonly seed: string;
  readonly state: string;
  /** For that sign-in, but redeemed already: it signs nobody in any more. */
  readonly spentCode: string;
  /** `rounds-<port>=…`, from the end of that sign-in. */
  readonly rounds: string;
  /** By which Entra would end that session. */
  readonly sid: string;
}

/** Signs people in for real. A state is good for an hour. */
export async function genuineValues(service: TestService): Promise<GenuineValues> {
  const signedIn = service.browser();
  await signedIn.signIn(people.ordinary);
  const sid = service.emulator.sessions.at(-1)?.sid ?? '';

  const signingIn = service.browser();
  const callback = await signingIn.walkToCallback(people.admin);
  const seed = await signingIn.cookieHeader();
  await signingIn.get(callback);

  const values = {
    session: only(await signedIn.cookieHeader(), /session-\d+=[^;]*/),
    seed: only(seed, /sign-in-(\d+-)?\d+=[^;]*/),
    state: callback.searchParams.get('state') ?? '',
    spentCode: callback.searchParams.get('code') ?? '',
    rounds: only(await signingIn.cookieHeader(), /rounds-\d+=[^;]*/),
    sid,
  };
  if (Object.values(values).includes('')) throw new Error('a genuine value is missing');
  return values;
}

function only(cookies: string, form: RegExp): string {
  return form.exec(cookies)?.[0] ?? '';
}
