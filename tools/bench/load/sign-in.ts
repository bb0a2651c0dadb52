import { CookieJar } from 'tough-cookie';
import { type Person, signInThroughPages } from '../../emulator/index.js';
import type { AuthorityAddress } from '../stage/authority.js';
import { type Client, WrongAnswerError } from './client.js';
import type { Visitor } from './crowd.js';

/** Somebody signed in: what their browser sends. */
export interface SignedIn {
  readonly person: Person;
  readonly cookie: string;
}

/**
 * Signs in with a new browser: `/login`, the pages of Entra, `/getAToken` and the home page.
 *
 * @param url - of the service
 * @throws WrongAnswerError unless the home page greets them by name
 */
export async function signIn(
  client: Client,
  url: string,
  { origin, plainOrigin }: AuthorityAddress,
  { person, atAuthority }: Visitor,
): Promise<SignedIn> {
  const jar = new CookieJar();
  const login = await client.navigate(jar, `${url}/login`);
  if (!login.location?.startsWith(`${origin}/`)) {
    throw new WrongAnswerError(`/login answered ${login.status}`, login.status);
  }
  const authorize = login.location.replace(origin, plainOrigin);
  const callback = await signInThroughPages(authorize, person, { jar: atAuthority });
  const answer = await client.navigate(jar, callback.href);
  const home = answer.location === undefined ? undefined : new URL(answer.location, url).href;
  if (home !== `${url}/`) {
    throw new WrongAnswerError(`/getAToken answered ${answer.status}, to ${home}`, answer.status);
  }
  const { status, body } = await client.navigate(jar, home);
  if (status !== 200 || !body.includes(person.displayName)) {
    throw new WrongAnswerError(`after a sign-in / answered ${status}, without the name`, status);
  }
  return { person, cookie: await jar.getCookieString(url) };
}
