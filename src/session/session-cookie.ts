import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Configuration } from '../../config/configuration.js';
import { Secret } from '../../config/secret.js';
import { COOKIES, ServiceCookie } from '../common/http/service-cookie.js';

const ID_BYTES = 32;
const ID_LENGTH = 43;
const ID = /^[\w-]{43}$/;

/**
 * The session's only trace in the browser: a random id (256 bits) and its signature. It has no Max-Age: the browser
 * forgets it when it closes, and the service, not the cookie, enforces when a session ends.
 */
export class SessionCookie {
  readonly #cookie: ServiceCookie;
  readonly #secrets: readonly [Secret, ...Secret[]];

  constructor({ http, session }: Pick<Configuration, 'http' | 'session'>) {
    this.#cookie = new ServiceCookie(http, COOKIES.session);
    this.#secrets = session.secrets;
  }

  /** The session id of the request, or undefined when there is none that we signed. */
  read(request: Pick<Request, 'headers'>): Secret | undefined {
    const { id, signature } = this.#parse(request);
    if (id.length !== ID_LENGTH || signature.length !== ID_LENGTH) return undefined;
    const genuine = this.#secrets.some((secret) => equal(sign(id, secret), signature));
    return genuine ? new Secret(id) : undefined;
  }

  /** The same whoever signed it: for ending that session, and for nothing else. */
  readUnverified(request: Pick<Request, 'headers'>): Secret | undefined {
    const { id } = this.#parse(request);
    return ID.test(id) ? new Secret(id) : undefined;
  }

  /** Gives the browser the id of a session that has begun. */
  write(response: Response, id: Secret): void {
    this.#cookie.write(response, `${id.reveal()}.${sign(id.reveal(), this.#secrets[0])}`);
  }

  #parse(request: Pick<Request, 'headers'>): { id: string; signature: string } {
    const [id = '', signature = ''] = (this.#cookie.read(request) ?? '').split('.');
    return { id, signature };
  }

  clear(response: Response): void {
    this.#cookie.clear(response);
  }
}

/** A session id that nobody has: 256 random bits. */
export function newSessionId(): Secret {
  return new Secret(randomBytes(ID_BYTES).toString('base64url'));
}

function sign(id: string, secret: Secret): string {
  return createHmac('sha256', secret.reveal()).update(`session:${id}`).digest('base64url');
}

function equal(expected: string, actual: string): boolean {
  const [expectedBytes, actualBytes] = [Buffer.from(expected), Buffer.from(actual)];
  // As many letters may be more bytes, at which timingSafeEqual throws.
  return expectedBytes.length === actualBytes.length && timingSafeEqual(expectedBytes, actualBytes);
}
