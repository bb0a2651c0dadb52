import type { AuthorityAddress } from '../stage/authority.js';
import { AT_ONCE, Client } from './client.js';
import type { Visitor } from './crowd.js';
import { arrivals } from './open-loop.js';
import { readOwnProfile } from './profile.js';
import { type SignedIn, signIn } from './sign-in.js';

/** More are never under way in an open loop; so many waiting would be an overload, which is no longer measured. */
const MOST_WAITING = 512;

/** What browsers do to one server, with connections of their own. */
export class Load {
  readonly #urls: readonly string[];
  readonly #client: Client;

  /**
   * @param urls - of the service; of several instances the first is its public address, and each gets its turn
   * @param connections - to each
   */
  constructor(
    urls: readonly [string, ...string[]],
    private readonly authority: AuthorityAddress,
    connections = AT_ONCE,
  ) {
    this.#urls = urls;
    this.#client = new Client(connections);
  }

  /** For `latencies`, where nobody may wait for a connection. */
  static openLoop(url: string, authority: AuthorityAddress): Load {
    return new Load([url], authority, MOST_WAITING);
  }

  /**
   * Everybody in turn asks for their profile, sixteen at a time.
   *
   * @throws WrongAnswerError unless each gets their own
   */
  profiles(signedIn: readonly SignedIn[], requests: number): Promise<void> {
    return inTurns(requests, (index) => this.#profile(signedIn, index));
  }

  /**
   * Everybody in turn asks for their profile at a fixed rate, whether or not those before have their answers.
   *
   * @param perSecond - how many begin
   * @returns how long each took, in milliseconds from the moment at which it was due
   * @throws WrongAnswerError unless each gets their own
   */
  latencies(signedIn: readonly SignedIn[], perSecond: number, requests: number): Promise<number[]> {
    return arrivals(perSecond, requests, (index) => this.#profile(signedIn, index));
  }

  /**
   * Each signs in with a new browser.
   *
   * @throws WrongAnswerError unless the home page greets each by name
   */
  async signIns(visitors: readonly Visitor[]): Promise<SignedIn[]> {
    const signedIn: SignedIn[] = [];
    await inTurns(visitors.length, async (index) => {
      signedIn[index] = await signIn(this.#client, this.#url(0), this.authority, visitors[index] as Visitor);
    });
    return signedIn;
  }

  /** Its connections. */
  close(): void {
    this.#client.close();
  }

  #profile(signedIn: readonly SignedIn[], index: number): Promise<void> {
    return readOwnProfile(this.#client, this.#url(index), signedIn[index % signedIn.length] as SignedIn);
  }

  #url(index: number): string {
    return this.#urls[index % this.#urls.length] as string;
  }
}

async function inTurns(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
