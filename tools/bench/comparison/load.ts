import { Agent, request as requestByHttp } from 'node:http';
import { text } from 'node:stream/consumers';
import { CookieJar } from 'tough-cookie';
import { type Person, signInThroughPages } from '../../emulator/index.js';
import type { AuthorityAddress } from './authority.js';

/** Somebody with two browsers' worth of cookies: Entra knows them, the service may. */
export interface Visitor {
  readonly person: Person;
  /** What Entra remembers them by, whichever service they come from. */
  readonly atAuthority: CookieJar;
}

/** Somebody signed in: what their browser sends. */
export interface SignedIn {
  readonly person: Person;
  readonly cookie: string;
}

interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  readonly cookies: readonly string[];
  readonly body: string;
}

/** Requests at a time. */
const AT_ONCE = 16;
const PATIENCE_MS = 15_000;

/** A server answered something else than it should: then it is not measured. */
export class WrongAnswerError extends Error {
  override readonly name = 'WrongAnswerError';
}

/** What browsers do to one server, with connections of their own. */
export class Load {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

  constructor(
    private readonly url: string,
    private readonly authority: AuthorityAddress,
  ) {}

  /**
   * Everybody in turn asks for their profile, sixteen at a time.
   *
   * @throws WrongAnswerError unless each gets their own
   */
  profiles(signedIn: readonly SignedIn[], requests: number): Promise<void> {
    return inTurns(requests, async (index) => {
      const { person, cookie } = signedIn[index % signedIn.length] as SignedIn;
      const answer = await this.#ask(`${this.url}/profile`, { accept: 'application/json', cookie });
      if (answer.status !== 200) throw new WrongAnswerError(`/profile answered ${answer.status}`);
      if (profileIdOf(answer.body) !== person.oid) throw new WrongAnswerError('/profile was somebody else’s');
    });
  }

  /**
   * Each signs in with a new browser: `/login`, `/getAToken` and the home page.
   *
   * @throws WrongAnswerError unless the home page greets each by name
   */
  async signIns(visitors: readonly Visitor[]): Promise<SignedIn[]> {
    const signedIn: SignedIn[] = [];
    await inTurns(visitors.length, async (index) => {
      signedIn[index] = await this.#signIn(visitors[index] as Visitor);
    });
    return signedIn;
  }

  /** Its connections. */
  close(): void {
    this.#agent.destroy();
  }

  async #signIn({ person, atAuthority }: Visitor): Promise<SignedIn> {
    const jar = new CookieJar();
    const { origin, plainOrigin } = this.authority;
    const login = await this.#navigate(jar, `${this.url}/login`);
    if (!login.location?.startsWith(`${origin}/`)) throw new WrongAnswerError(`/login answered ${login.status}`);
    const authorize = login.location.replace(origin, plainOrigin);
    const callback = await signInThroughPages(authorize, person, { jar: atAuthority });
    const answer = await this.#navigate(jar, callback.href);
    const home = answer.location === undefined ? undefined : new URL(answer.location, this.url).href;
    if (home !== `${this.url}/`) throw new WrongAnswerError(`/getAToken answered ${answer.status}, to ${home}`);
    const { status, body } = await this.#navigate(jar, home);
    if (status !== 200 || !body.includes(person.displayName)) {
      throw new WrongAnswerError(`after a sign-in / answered ${status}, without the name`);
    }
    return { person, cookie: await jar.getCookieString(this.url) };
  }

  async #navigate(jar: CookieJar, url: string): Promise<Answer> {
    const answer = await this.#ask(url, { accept: 'text/html', cookie: await jar.getCookieString(url) });
    for (const cookie of answer.cookies) await jar.setCookie(cookie, url);
    return answer;
  }

  /** Leaner than `fetch`: what asks must not be what is slow. */
  #ask(url: string, headers: Record<string, string>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const options = { agent: this.#agent, headers, family: 4, timeout: PATIENCE_MS };
      const outgoing = requestByHttp(url, options, (incoming) => {
        const { statusCode: status = 0, headers } = incoming;
        text(incoming).then(
          (body) => resolve({ status, location: headers.location, cookies: headers['set-cookie'] ?? [], body }),
          reject,
        );
      });
      outgoing.on('timeout', () => outgoing.destroy(new WrongAnswerError(`no answer in ${PATIENCE_MS / 1000} s`)));
      outgoing.on('error', reject);
      outgoing.end();
    });
  }
}

async function inTurns(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

function profileIdOf(body: string): unknown {
  try {
    return (JSON.parse(body) as { profile?: { id?: unknown } }).profile?.id;
  } catch {
    return undefined;
  }
}
