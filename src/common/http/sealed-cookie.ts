import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Configuration } from '../../../config/configuration.js';
import { deriveKey, seal, unseal } from '../seal.js';
import { ServiceCookie } from './service-cookie.js';

export interface SealedCookieOptions<T, Plain> {
  /** Without what BASE_URL adds to it. It is also what the key is derived for. */
  name: string;
  schema: z.ZodType<T, Plain>;
  lifetimeMs: number;
}

/**
 * A cookie that only we can read and write: JSON, sealed under a key from SESSION_SECRET and bound to its name.
 * `Plain` is what is written, of which the schema makes `T`.
 */
export class SealedCookie<T, Plain = T> {
  readonly #cookie: ServiceCookie;
  readonly #keys: readonly [Buffer, ...Buffer[]];
  readonly #schema: z.ZodType<T, Plain>;

  constructor(
    { http, session }: Pick<Configuration, 'http' | 'session'>,
    { name, schema, lifetimeMs }: SealedCookieOptions<T, Plain>,
  ) {
    this.#cookie = new ServiceCookie(http, name, lifetimeMs);
    this.#schema = schema;
    const [first, ...older] = session.secrets;
    this.#keys = [deriveKey(first, name), ...older.map((secret) => deriveKey(secret, name))];
  }

  /** What it holds, or undefined when there is no such cookie, or it is not ours or of another form. */
  read(request: Pick<Request, 'headers'>): T | undefined {
    const sealed = this.#cookie.read(request);
    if (sealed === undefined) return undefined;
    for (const key of this.#keys) {
      const text = unseal(key, sealed, this.#cookie.name);
      if (text !== undefined) return this.#schema.safeParse(JSON.parse(text)).data;
    }
    return undefined;
  }

  write(response: Response, value: Plain): void {
    this.#cookie.write(response, seal(this.#keys[0], JSON.stringify(value), this.#cookie.name));
  }
}
