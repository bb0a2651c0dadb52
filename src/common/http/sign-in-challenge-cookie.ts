import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Configuration } from '../../../config/configuration.js';
import { CONFIGURATION } from '../configuration.module.js';
import { SealedCookies } from './sealed-cookies.js';

const NAME = 'challenge';
const LIFETIME_MS = 10 * 60_000;
/** Browsers drop cookies beyond 4 kB; Entra's challenges have some hundred characters. */
const MAX_LENGTH = 2000;

const signInChallengeSchema = z.object({
  /** Scopes that need the person's consent, besides those that are always asked. */
  scopes: z.array(z.string()),
  /** A claims challenge of Entra or Graph, as JSON. */
  claims: z.string().optional(),
});

/** What the next authorization request has to ask for. */
export type SignInChallenge = z.output<typeof signInChallengeSchema>;

/** Takes a challenge from the refusal that brought it to the next `/login`, in this browser. */
@Injectable()
export class SignInChallengeCookie {
  readonly #cookies: SealedCookies;

  constructor(@Inject(CONFIGURATION) configuration: Configuration) {
    this.#cookies = new SealedCookies(configuration, 'sign-in challenge');
  }

  keep(response: Response, challenge: SignInChallenge): void {
    const text = JSON.stringify(challenge);
    if (text.length <= MAX_LENGTH) this.#cookies.write(response, NAME, text, LIFETIME_MS);
  }

  read(request: Request): SignInChallenge | undefined {
    const text = this.#cookies.read(request, NAME);
    return text === undefined ? undefined : signInChallengeSchema.parse(JSON.parse(text));
  }

  clear(response: Response): void {
    this.#cookies.clear(response, NAME);
  }
}
