import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import type { Configuration } from '../../../config/configuration.js';
import { Secret } from '../../../config/secret.js';
import { CLOCK, type Clock } from '../../common/clock.js';
import { CONFIGURATION } from '../../common/configuration.js';
import { deriveKey, seal, unseal } from '../../common/seal.js';
import { BrowserSeeds } from './browser-seeds.js';

/** So long may a person take at Entra: to register a second factor, or a new device. */
const LIFETIME_MS = 60 * 60_000;
/** What a state is sealed for, besides the browser that it belongs to. */
const STATE = 'state';

/** What the person asked for, which comes back with Entra's answer. */
export interface SignInPurpose {
  /** A path of ours. */
  returnTo: string;
  /** True when the sign-in is what Entra or Graph asked for, and not the person's own wish. */
  answersChallenge: boolean;
}

/** A sign-in that went to Entra: what the authorization request said, and what the callback has to match. */
export interface PendingSignIn extends SignInPurpose {
  state: string;
  nonce: string;
  /** PKCE's (RFC 7636): 43 characters. */
  codeVerifier: Secret;
  /** True when its answer comes too late: more than an hour after it began. */
  isExpired: boolean;
}

/** In the order of the fields; short, because it travels in an address. */
const stateSchema = z.tuple([z.number(), z.string(), z.boolean()]);

/**
 * Pending sign-ins, which travel: all that one is lies sealed in its `state`, which only the browser can use that it was
 * made for, because nonce, PKCE verifier and the key of the seal come from that browser's seed and SESSION_SECRET. Nothing
 * is stored for whoever has not signed in, any number of tabs go side by side, and any instance finishes what another began.
 */
@Injectable()
export class PendingSignIns {
  readonly #secrets: readonly [Secret, ...Secret[]];

  constructor(
    @Inject(CONFIGURATION) { session }: Pick<Configuration, 'session'>,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly seeds: BrowserSeeds,
  ) {
    this.#secrets = session.secrets;
  }

  /** @returns the sign-in, and how its browser keeps what it will be known by, once it has begun */
  begin(request: Request, { returnTo, answersChallenge }: SignInPurpose) {
    const { seed, keep } = this.seeds.current(request);
    const key = keyOf(this.#secrets[0], seed);
    const plain: z.input<typeof stateSchema> = [this.clock.now(), returnTo, answersChallenge];
    const state = seal(key, JSON.stringify(plain), STATE);
    const pending = { ...derived(key, state), state, returnTo, answersChallenge, isExpired: false };
    return { pending, keep };
  }

  /** The sign-in of that state if this browser began it, as late as it may be; nothing is consumed. */
  open(request: Request, state: string): PendingSignIn | undefined {
    // One spelling: base64url is decoded leniently, and a state that was used is known by its letters.
    if (Buffer.from(state, 'base64url').toString('base64url') !== state) return undefined;
    for (const seed of this.seeds.all(request)) {
      for (const secret of this.#secrets) {
        const key = keyOf(secret, seed);
        const text = unseal(key, state, STATE);
        if (text === undefined) continue;
        const parsed = stateSchema.safeParse(JSON.parse(text));
        // Of another version, during a deployment: as one that is not there.
        if (!parsed.success) return undefined;
        const [startedAtMs, returnTo, answersChallenge] = parsed.data;
        const isExpired = this.clock.now() - startedAtMs > LIFETIME_MS;
        return { ...derived(key, state), state, returnTo, answersChallenge, isExpired };
      }
    }
    return undefined;
  }
}

function keyOf(secret: Secret, seed: Secret): Buffer {
  return deriveKey(secret, `pending sign-in ${seed.reveal()}`);
}

/** Each state is sealed under a nonce of its own, so these never repeat, and tell nothing of the key. */
function derived(key: Buffer, state: string): Pick<PendingSignIn, 'nonce' | 'codeVerifier'> {
  const of = (what: string) => createHmac('sha256', key).update(`${what}:${state}`).digest('base64url');
  return { nonce: of('nonce'), codeVerifier: new Secret(of('code verifier')) };
}
