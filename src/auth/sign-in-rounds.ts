import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Configuration } from '../../config/configuration.js';
import { CLOCK, type Clock } from '../common/clock.js';
import { CONFIGURATION } from '../common/configuration.module.js';
import { AppError } from '../common/errors/app-error.js';
import type { ErrorCode } from '../common/errors/error-catalogue.js';
import { SealedCookie } from '../common/http/sealed-cookie.js';
import { type SignInChallenge, signInChallengeSchema } from '../common/sign-in-challenge.js';
import { SessionService } from '../session/session.service.js';
import { AuthorizationRefusedError } from './auth.errors.js';
import { lastRefusalSchema, recallRefusal, rememberRefusal } from './last-refusal.js';
import type { PendingSignIn } from './pending-sign-ins.js';

const LIFETIME_MS = 24 * 60 * 60_000;
const MAX_REMEMBERED = 8;
const LOOP_WINDOW_MS = 60_000;
/** So many rounds within a minute that led nowhere are a loop. */
const MAX_ROUNDS = 3;

/** How Entra comes back from a person who thought better of it, or who was not to be asked. */
const HARMLESS = new Set<ErrorCode>(['sign_in_cancelled', 'sign_in_again']);

const roundSchema = z.object({
  /** Of the state that came back. */
  id: z.string(),
  /** 0 when it no longer counts towards a loop. */
  endedAtMs: z.number(),
  /** Of a sign-in that Entra or Graph asked for: being signed in does not make it a good one. */
  challenged: z.boolean(),
});

const roundsSchema = z.object({
  rounds: z.array(roundSchema),
  refusal: lastRefusalSchema.optional(),
  /** What the next sign-in has to ask for, where no session can tell. */
  challenge: signInChallengeSchema.optional(),
});

type Round = z.output<typeof roundSchema>;
type Rounds = z.output<typeof roundsSchema>;

/**
 * The last rounds through Entra that ended in this browser, whatever came of them, sealed in a cookie for a day. Nobody is
 * let in by it: it stops those who go round in circles, knows an answer that was used before, and what came of the last.
 */
@Injectable()
export class SignInRounds {
  readonly #cookie: SealedCookie<Rounds>;

  constructor(
    @Inject(CONFIGURATION) configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly sessions: SessionService,
  ) {
    this.#cookie = new SealedCookie(configuration, {
      name: 'rounds',
      schema: roundsSchema,
      lifetimeMs: LIFETIME_MS,
    });
  }

  /**
   * @throws AppError `sign_in_loop` when three rounds ended within a minute and nobody is signed in, or when each of them
   *   answered a challenge
   */
  async assertNoLoop(request: Request): Promise<void> {
    const recent = this.#recent(this.#read(request).rounds);
    const challenged = recent.filter((round) => round.challenged).at(-MAX_ROUNDS);
    const round = challenged ?? recent.at(-MAX_ROUNDS);
    if (round === undefined) return;
    if (challenged === undefined && (await this.sessions.read(request)) !== undefined) return;
    const waitMs = round.endedAtMs + LOOP_WINDOW_MS - this.clock.now();
    throw new AppError('sign_in_loop', { retryAfterSeconds: Math.ceil(waitMs / 1000) });
  }

  /**
   * A round has ended.
   * @param failure what came of it, where nobody was signed in; it is shown again to whoever loads the page again
   * @returns true when this was the third within a minute: going round again would hardly help
   */
  end(request: Request, response: Response, pending: PendingSignIn, failure?: unknown): boolean {
    const isHarmless = failure instanceof AuthorizationRefusedError && HARMLESS.has(failure.code);
    const endedAtMs = isHarmless ? 0 : this.clock.now();
    const id = idOf(pending.state);
    const rounds = [...this.#read(request).rounds, { id, endedAtMs, challenged: pending.answersChallenge }];
    this.#cookie.write(response, {
      rounds: rounds.slice(-MAX_REMEMBERED),
      ...(failure instanceof AppError && {
        refusal: rememberRefusal(id, failure),
        challenge: failure.challenge,
      }),
    });
    return !isHarmless && this.#recent(rounds).length >= MAX_ROUNDS;
  }

  /** True when an answer with this state was taken before. */
  hasEnded(request: Request, state: string): boolean {
    return this.#read(request).rounds.some(({ id }) => id === idOf(state));
  }

  /** What came of that state, if it was the last one and nobody was signed in by it. */
  refusal(request: Request, state: string): AppError | undefined {
    const { refusal } = this.#read(request);
    return refusal?.id === idOf(state) ? recallRefusal(refusal) : undefined;
  }

  /** Keeps what the next sign-in of this browser has to ask for. */
  keepChallenge(request: Request, response: Response, challenge: SignInChallenge): void {
    this.#cookie.write(response, { ...this.#read(request), challenge });
  }

  /** What that is, once. */
  takeChallenge(request: Request, response: Response): SignInChallenge | undefined {
    const { challenge, ...others } = this.#read(request);
    if (challenge !== undefined) this.#cookie.write(response, others);
    return challenge;
  }

  /** Whoever signs out was signed in: the rounds so far were no loop. */
  settle(request: Request, response: Response): void {
    const { rounds, ...others } = this.#read(request);
    if (this.#recent(rounds).length === 0) return;
    this.#cookie.write(response, { rounds: rounds.map((round) => ({ ...round, endedAtMs: 0 })), ...others });
  }

  #recent(rounds: readonly Round[]): Round[] {
    return rounds.filter(({ endedAtMs }) => endedAtMs > this.clock.now() - LOOP_WINDOW_MS);
  }

  #read(request: Request): Rounds {
    return this.#cookie.read(request) ?? { rounds: [] };
  }
}

/** Enough of a hash to know a state again. */
function idOf(state: string): string {
  return createHash('sha256').update(state).digest('base64url').slice(0, 12);
}
