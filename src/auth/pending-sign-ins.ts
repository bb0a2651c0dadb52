import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { parse } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';
import { z } from 'zod';
import type { Configuration } from '../../config/configuration.js';
import { Secret } from '../../config/secret.js';
import { CLOCK, type Clock } from '../common/clock.js';
import { CONFIGURATION } from '../common/configuration.module.js';
import { deriveKey, seal, unseal } from '../common/crypto/seal.js';

const LIFETIME_MS = 10 * 60_000;
const MAX_PENDING = 5;

const pendingSignInSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string().transform((value) => new Secret(value)),
  returnTo: z.string(),
  startedAtMs: z.number(),
});

/** A sign-in that went to Entra and has not come back: what the callback has to match. */
export type PendingSignIn = Omit<z.output<typeof pendingSignInSchema>, 'startedAtMs'>;

/**
 * Pending sign-ins, each in a sealed cookie of its own for ten minutes: nothing is stored before a person has signed
 * in, tabs don't disturb each other, and any instance finishes what another began. At most five; the oldest gives way.
 */
@Injectable()
export class PendingSignIns {
  readonly #prefix: string;
  readonly #options: CookieOptions;
  readonly #keys: readonly [Buffer, ...Buffer[]];

  constructor(
    @Inject(CONFIGURATION) { http, session }: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.#prefix = http.secure ? '__Host-sign-in-' : 'sign-in-';
    this.#options = { httpOnly: true, sameSite: 'lax', path: '/', secure: http.secure };
    const [first, ...older] = session.secrets;
    this.#keys = [keyOf(first), ...older.map(keyOf)];
  }

  add(request: Request, response: Response, pending: PendingSignIn): void {
    const open = this.#all(request).sort((a, b) => a.startedAtMs - b.startedAtMs);
    for (const { name } of open.slice(0, Math.max(0, open.length - MAX_PENDING + 1))) {
      response.clearCookie(name, this.#options);
    }
    const name = this.#nameOf(pending.state);
    const plain = { ...pending, codeVerifier: pending.codeVerifier.reveal(), startedAtMs: this.clock.now() };
    const value = seal(this.#keys[0], JSON.stringify(plain), name);
    response.cookie(name, value, { ...this.#options, maxAge: LIFETIME_MS });
  }

  /** The pending sign-in of that state, consumed: it is gone from the browser whatever comes of it. */
  take(request: Request, response: Response, state: string): PendingSignIn | undefined {
    const name = this.#nameOf(state);
    const value = parse(request.headers.cookie ?? '')[name];
    if (value === undefined) return undefined;
    response.clearCookie(name, this.#options);
    const pending = this.#open(name, value);
    if (pending?.state !== state || this.clock.now() - pending.startedAtMs > LIFETIME_MS) return undefined;
    return pending;
  }

  #all(request: Request): { name: string; startedAtMs: number }[] {
    return Object.entries(parse(request.headers.cookie ?? ''))
      .filter(([name]) => name.startsWith(this.#prefix))
      .map(([name, value]) => ({ name, startedAtMs: this.#open(name, value ?? '')?.startedAtMs ?? 0 }));
  }

  #open(name: string, value: string) {
    for (const key of this.#keys) {
      const text = unseal(key, value, name);
      if (text !== undefined) return pendingSignInSchema.safeParse(JSON.parse(text)).data;
    }
    return undefined;
  }

  #nameOf(state: string): string {
    return this.#prefix + createHash('sha256').update(state).digest('base64url').slice(0, 16);
  }
}

function keyOf(secret: Secret): Buffer {
  return deriveKey(secret, 'pending sign-in');
}
