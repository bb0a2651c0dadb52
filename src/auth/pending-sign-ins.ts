import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Configuration } from '../../config/configuration.js';
import { Secret } from '../../config/secret.js';
import { CLOCK, type Clock } from '../common/clock.js';
import { CONFIGURATION } from '../common/configuration.module.js';
import { SealedCookies } from '../common/http/sealed-cookies.js';
import { readStateTime } from './state-time.js';

const PREFIX = 'sign-in-';
const NAME = /^sign-in-[\w-]{16}$/;
/** What somebody else left under such names is cleared bit by bit. */
const MAX_CLEARED = 10;
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
  readonly #cookies: SealedCookies;

  constructor(
    @Inject(CONFIGURATION) configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.#cookies = new SealedCookies(configuration, 'pending sign-in');
  }

  add(request: Request, response: Response, pending: PendingSignIn): void {
    const startedAtMs = this.clock.now();
    const open = this.#cookies
      .names(request, NAME)
      .map((name) => ({ name, startedAtMs: this.#open(request, name)?.startedAtMs ?? 0 }))
      .sort((a, b) => a.startedAtMs - b.startedAtMs);
    for (const { name } of open.slice(0, Math.max(0, open.length - MAX_PENDING + 1)).slice(0, MAX_CLEARED)) {
      this.#cookies.clear(response, name);
    }
    const plain = { ...pending, codeVerifier: pending.codeVerifier.reveal(), startedAtMs };
    this.#cookies.write(response, nameOf(pending.state), JSON.stringify(plain), LIFETIME_MS);
  }

  /** The pending sign-in of that state, consumed: it is gone from the browser whatever comes of it. */
  take(request: Request, response: Response, state: string): PendingSignIn | undefined {
    const name = nameOf(state);
    if (!this.#cookies.names(request, NAME).includes(name)) return undefined;
    this.#cookies.clear(response, name);
    const pending = this.#open(request, name);
    if (pending?.state !== state || this.clock.now() - pending.startedAtMs > LIFETIME_MS) return undefined;
    return pending;
  }

  /** True when a sign-in of that state can't be pending any more, as far as the state itself tells. */
  isTooOld(state: string): boolean {
    const startedAtMs = readStateTime(state);
    return startedAtMs !== undefined && this.clock.now() - startedAtMs > LIFETIME_MS;
  }

  #open(request: Request, name: string) {
    const text = this.#cookies.read(request, name);
    return text === undefined ? undefined : pendingSignInSchema.safeParse(JSON.parse(text)).data;
  }
}

function nameOf(state: string): string {
  return PREFIX + createHash('sha256').update(state).digest('base64url').slice(0, 16);
}
