import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Configuration } from '../../config/configuration.js';
import { CLOCK, type Clock } from '../common/clock.js';
import { CONFIGURATION } from '../common/configuration.module.js';
import { AppError } from '../common/errors/app-error.js';
import { SealedCookies } from '../common/http/sealed-cookies.js';
import { SessionService } from '../session/session.service.js';
import type { SignInAnswer } from './sign-in-query.js';

const NAME = 'rounds';
const LIFETIME_MS = 10 * 60_000;
const MAX_REMEMBERED = 8;
const LOOP_WINDOW_MS = 60_000;
/** So many rounds within a minute, and still nobody signed in, are a loop. */
const MAX_ROUNDS = 3;

const roundsSchema = z.array(
  z.object({
    /** Of the state that came back. */
    id: z.string(),
    /** 0 when it no longer counts towards a loop. */
    endedAtMs: z.number(),
  }),
);

type Rounds = z.output<typeof roundsSchema>;

/**
 * The last rounds through Entra that ended in this browser, whatever came of them, sealed in a cookie for ten minutes.
 * Nobody is let in by it: it stops those who go round in circles, and knows an answer that was used before.
 */
@Injectable()
export class SignInRounds {
  readonly #cookies: SealedCookies;

  constructor(
    @Inject(CONFIGURATION) configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly sessions: SessionService,
  ) {
    this.#cookies = new SealedCookies(configuration, 'sign-in rounds');
  }

  /** @throws AppError `sign_in_loop` when three rounds ended within a minute and nobody is signed in */
  async assertNoLoop(request: Request): Promise<void> {
    const round = this.#recent(this.#read(request)).at(-MAX_ROUNDS);
    if (round === undefined || (await this.sessions.read(request)) !== undefined) return;
    const waitMs = round.endedAtMs + LOOP_WINDOW_MS - this.clock.now();
    throw new AppError('sign_in_loop', { retryAfterSeconds: Math.ceil(waitMs / 1000) });
  }

  /**
   * @param answer what Entra came back with; a person who thought better of it, or was not to be asked, makes no loop
   * @returns true when this was the third round within a minute: going round again would hardly help
   */
  end(request: Request, response: Response, answer: SignInAnswer): boolean {
    const endedAtMs = isHarmless(answer) ? 0 : this.clock.now();
    const rounds = [...this.#read(request), { id: idOf(answer.state), endedAtMs }];
    this.#write(response, rounds);
    return endedAtMs > 0 && this.#recent(rounds).length >= MAX_ROUNDS;
  }

  /** True when an answer with this state was taken before. */
  hasEnded(request: Request, state: string): boolean {
    return this.#read(request).some(({ id }) => id === idOf(state));
  }

  /** Whoever signs out was signed in: the rounds so far were no loop. */
  settle(request: Request, response: Response): void {
    const rounds = this.#read(request);
    if (this.#recent(rounds).length === 0) return;
    this.#write(
      response,
      rounds.map(({ id }) => ({ id, endedAtMs: 0 })),
    );
  }

  #recent(rounds: Rounds): Rounds {
    return rounds.filter(({ endedAtMs }) => endedAtMs > this.clock.now() - LOOP_WINDOW_MS);
  }

  #read(request: Request): Rounds {
    const text = this.#cookies.read(request, NAME);
    return text === undefined ? [] : (roundsSchema.safeParse(JSON.parse(text)).data ?? []);
  }

  #write(response: Response, rounds: Rounds): void {
    this.#cookies.write(response, NAME, JSON.stringify(rounds.slice(-MAX_REMEMBERED)), LIFETIME_MS);
  }
}

/** Enough of a hash to know a state again. */
function idOf(state: string): string {
  return createHash('sha256').update(state).digest('base64url').slice(0, 12);
}

function isHarmless(answer: SignInAnswer): boolean {
  if (!('refusal' in answer)) return false;
  const { error, suberror } = answer.refusal;
  return error === 'login_required' || error === 'interaction_required' || suberror === 'cancel';
}
