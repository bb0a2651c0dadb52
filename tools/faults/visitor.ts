import { CookieClient, HTML } from '../browsing/cookie-client.js';
import { type Person, people, signInThroughPages } from '../emulator/index.js';

export interface Answer {
  readonly status: number;
  /** Resolved. */
  readonly location: URL | undefined;
  readonly text: string;
  readonly tookMs: number;
}

/** How a sign-in ended. */
export interface Ending {
  /** Whether the service has this very person signed in now. */
  readonly signedIn: boolean;
  /** The last answer of the service on the way. */
  readonly answer: Answer;
}

/** Nothing came within {@link PATIENCE_MS}. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
}

/** The service closed the connection or does not take any. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError';
}

/** After this a person has gone away. */
export const PATIENCE_MS = 12_000;

/** Where a visitor goes. */
export interface Addresses {
  readonly app: string;
  /** The authority as the app knows it, behind TLS. */
  readonly authority: string;
  /** The same without TLS: this process does not trust the certificate. */
  readonly emulator: string;
}

/** A person with a browser of their own. */
export class Visitor {
  private readonly browser: CookieClient;

  constructor(private readonly addresses: Addresses) {
    this.browser = new CookieClient(addresses.app);
  }

  /** @throws NoAnswerError, ConnectionLostError */
  async get(target: string | URL, { accept = HTML, patienceMs = PATIENCE_MS } = {}): Promise<Answer> {
    const url = new URL(target, this.addresses.app);
    const startedAt = performance.now();
    const patience = AbortSignal.timeout(patienceMs);
    try {
      const response = await this.browser.request(url, { accept, signal: patience });
      const text = await response.text();
      const location = response.headers.get('location');
      return {
        status: response.status,
        location: location === null ? undefined : new URL(location, url),
        text,
        tookMs: performance.now() - startedAt,
      };
    } catch (error) {
      if (patience.aborted) throw new NoAnswerError(url.pathname);
      throw new ConnectionLostError(url.pathname, { cause: error });
    }
  }

  /** Whether this answer sends the person to the authority's sign-in page. */
  leadsToAuthority({ location }: Answer): boolean {
    return location?.origin === this.addresses.authority;
  }

  /** Begins a sign-in and comes as far as the address that leads back, or to the answer that is in the way. */
  async begin(person: Person = people.ordinary): Promise<URL | Answer> {
    const login = await this.get('/login');
    if (!this.leadsToAuthority(login)) return login;
    const { authority, emulator } = this.addresses;
    return signInThroughPages(String(login.location).replace(authority, emulator), person);
  }

  /** Goes on where {@link begin} stopped. */
  async finish(begun: URL | Answer, person: Person = people.ordinary): Promise<Ending> {
    const answer = begun instanceof URL ? await this.get(begun) : begun;
    return { answer, signedIn: await this.isSignedIn(person) };
  }

  async signIn(): Promise<Ending> {
    return this.finish(await this.begin());
  }

  private async isSignedIn(person: Person): Promise<boolean> {
    const { status, text } = await this.get('/profile', { accept: 'application/json' });
    return status === 200 && text.includes(person.oid);
  }
}
