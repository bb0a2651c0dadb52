import { type Person, people, signInThroughPages } from '../emulator/index.js';
import { CookieClient, JSON_ONLY, type RequestOptions } from './cookie-client.js';

/** The JSON object that an answer held. */
export type Json = Record<string, unknown>;

export interface SignInOptions {
  /** Query of `/login`. */
  query?: string;
  consent?: 'accept' | 'decline' | 'cancel';
}

/** A person's browser at the service, which signs in through the emulator's pages. */
export class Browser extends CookieClient {
  get(target: string | URL, options?: RequestOptions): Promise<Response> {
    return this.request(target, options);
  }

  post(target: string | URL, options?: RequestOptions): Promise<Response> {
    return this.request(target, { ...options, method: 'POST' });
  }

  async json(
    target: string | URL,
    options?: RequestOptions,
  ): Promise<{ status: number; body: Json; headers: Headers }> {
    const response = await this.request(target, { accept: JSON_ONLY, ...options });
    return { status: response.status, body: (await response.json()) as Json, headers: response.headers };
  }

  /** Where Entra sends the browser back to: the callback, with a code or an error. */
  async walkToCallback(person: Person = people.ordinary, { query = '', consent }: SignInOptions = {}): Promise<URL> {
    return this.follow(await this.get(`/login${query}`), person, consent);
  }

  /** From the answer of `/login` through Entra's pages: where Entra sends the browser back to. */
  async follow(login: Response, person: Person, consent?: SignInOptions['consent']): Promise<URL> {
    const location = login.headers.get('location');
    if (login.status !== 302 || location === null) throw new Error(`/login answered ${login.status}`);
    return signInThroughPages(location, person, { jar: this.jar, ...(consent !== undefined && { consent }) });
  }

  /** The whole sign-in; the answer of the callback. */
  async signIn(person?: Person, options?: SignInOptions): Promise<Response> {
    return this.get(await this.walkToCallback(person, options));
  }

  /**
   * This browser, in which that person is signed in now.
   * @throws Error when the service did not let them in
   */
  async signedIn(person?: Person): Promise<this> {
    const { status, headers } = await this.signIn(person);
    if (headers.get('location') !== '/') throw new Error(`the sign-in ended with ${status}`);
    return this;
  }

  /** Whether the service says that somebody is signed in here. */
  async isSignedIn(): Promise<boolean> {
    const { status, body } = await this.json('/session');
    if (status !== 200) throw new Error(`/session answered ${status}`);
    return body['signedIn'] === true;
  }
}
