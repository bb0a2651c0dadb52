import type { CookieOptions, Request, Response } from 'express';
import type { Configuration } from '../../../config/configuration.js';
import { deriveKey, seal, unseal } from '../crypto/seal.js';
import { requestCookies } from './request-cookies.js';

/**
 * Short-lived cookies whose text only we can read and write: sealed under a key from SESSION_SECRET for one `purpose`,
 * each bound to its name. Names are without the `__Host-` that https adds.
 */
export class SealedCookies {
  readonly #prefix: string;
  readonly #options: CookieOptions;
  readonly #keys: readonly [Buffer, ...Buffer[]];

  constructor({ http, session }: Pick<Configuration, 'http' | 'session'>, purpose: string) {
    this.#prefix = http.secure ? '__Host-' : '';
    this.#options = { httpOnly: true, sameSite: 'lax', path: '/', secure: http.secure };
    const [first, ...older] = session.secrets;
    this.#keys = [deriveKey(first, purpose), ...older.map((secret) => deriveKey(secret, purpose))];
  }

  /** Of the cookies in the request, those with names of this form. */
  names(request: Pick<Request, 'headers'>, form: RegExp): string[] {
    return Object.keys(requestCookies(request))
      .filter((name) => name.startsWith(this.#prefix))
      .map((name) => name.slice(this.#prefix.length))
      .filter((name) => form.test(name));
  }

  /** The text, or undefined when there is no such cookie or it is not ours. */
  read(request: Pick<Request, 'headers'>, name: string): string | undefined {
    const value = requestCookies(request)[this.#prefix + name] ?? '';
    for (const key of this.#keys) {
      const text = unseal(key, value, name);
      if (text !== undefined) return text;
    }
    return undefined;
  }

  write(response: Response, name: string, text: string, maxAgeMs: number): void {
    response.cookie(this.#prefix + name, seal(this.#keys[0], text, name), {
      ...this.#options,
      maxAge: maxAgeMs,
    });
  }

  clear(response: Response, name: string): void {
    response.clearCookie(this.#prefix + name, this.#options);
  }
}
