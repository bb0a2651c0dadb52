import { type Client, WrongAnswerError } from './client.js';
import type { SignedIn } from './sign-in.js';

/** Asks for the profile as a client of the JSON. @throws WrongAnswerError unless it is their own */
export async function readOwnProfile(client: Client, url: string, { person, cookie }: SignedIn): Promise<void> {
  const answer = await client.ask(`${url}/profile`, { accept: 'application/json', cookie });
  if (answer.status !== 200) throw new WrongAnswerError(`/profile answered ${answer.status}`, answer.status);
  if (profileIdOf(answer.body) !== person.oid) throw new WrongAnswerError('/profile was somebody else’s');
}

function profileIdOf(body: string): unknown {
  try {
    return (JSON.parse(body) as { profile?: { id?: unknown } }).profile?.id;
  } catch {
    return undefined;
  }
}
