import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Configuration } from '../../../config/configuration.js';
import { CLOCK, type Clock } from '../../common/clock.js';
import { CONFIGURATION } from '../../common/configuration.js';
import { AppError } from '../../common/app-error.js';
import { COOKIES } from '../../common/http/service-cookie.js';
import { SealedCookie } from '../../common/http/sealed-cookie.js';
import { keptChallengeSchema, type SignInChallenge, stillAsked } from '../../common/sign-in-challenge.js';
import { SessionService } from '../../session/session.service.js';
import { AuthorizationRefusedError, signInErrors } from './sign-in.errors.js';
import { lastRefusalSchema, recallRefusal, rememberRefusal } from './last-refusal.js';
import type { PendingSignIn } from './pending-sign-ins.js';

const LIFETIME_MS = 24 * 60 * 60_000;
const MAX_REMEMBERED = 8;
const LOOP_WINDOW_MS = 60_000;
/** So many rounds within a minute that led nowhere are a loop. */
const MAX_ROUNDS = 3;
/** So many back to one page are a loop whoever is signed in: browsers follow twenty redirects, which are five rounds. */
const MAX_ROUNDS_TO_ONE_PAGE = 4;

/** How Entra comes back from a person who thought better of it, or who was not to be asked. */
const HARMLESS = new Set<string>(['sign_in_cancelled', 'sign_in_again']);

interface Round {
  /** Of the state that came back. */
  id: string;
  /** 0 when it no longer counts towards a loop. */
  endedAtMs: number;
  /** Of a sign-in that Entra or Graph asked for: being signed in does not make it a good one. */
  challenged: boolean;
  /** Of the page that it led back to; null for the home page, which is nobody's in particular. */
  page: string | null;
}

/** In the order of the fields; short, because eight of them go along with every request. */
const roundSchema = z
  .tuple([z.string(), z.number(), z.boolean(), z.string().nullable()])
  .transform(([id, endedAtMs, challenged, page]): Round => ({ id, endedAtMs, challenged, page }));

const roundsSchema = z.object({
  rounds: z.array(roundSchema),
  /** One that another version wrote is passed over, and the rounds still count. */
  refusal: lastRefusalSchema.optional().catch(undefined),
  /** What the next sign-in has to ask for, where no session can tell. */
  challenge: keptChallengeSchema.optional().catch(undefined),
});

type Rounds = z.output<typeof roundsSchema>;

/**
 * The last rounds through Entra that ended in this browser, whatever came of them, sealed in a cookie for a day. Nobody is
 * let in by it: it stops those who go round in circles, knows an answer that was used before, and what came of the last.
 */
@Injectable()
export class SignInRounds {
  readonly #cookie: SealedCookie<Rounds, z.input<typeof roundsSchema>>;

  constructor(
    @Inject(CONFIGURATION) configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly sessions: SessionService,
  ) {
    this.#cookie = new SealedCookie(configuration, {
      name: COOKIES.rounds,
      schema: roundsSchema,
      lifetimeMs: LIFETIME_MS,
    });
  }

  /**
   * @param returnTo where the sign-in that is asked for leads back to
   * @throws AppError `sign_in_loop` when three rounds ended within a minute and nobody is signed in, or when each of them
   *   answered a challenge, or when four led back to one page
   */
  async assertNoLoop(request: Request, returnTo: string): Promise<void> {
    const recent = this.#recent(this.#read(request).rounds);
    const page = pageOf(returnTo);
    const toThisPage = page === null ? [] : recent.filter((round) => round.page === page);
    const whoeverIsSignedIn =
      recent.filter((round) => round.challenged).at(-MAX_ROUNDS) ?? toThisPage.at(-MAX_ROUNDS_TO_ONE_PAGE);
    const round = whoeverIsSignedIn ?? recent.at(-MAX_ROUNDS);
    if (round === undefined) return;
    if (whoeverIsSignedIn === undefined && (await this.sessions.read(request)) !== undefined) return;
    const waitMs = round.endedAtMs + LOOP_WINDOW_MS - this.clock.now();
    throw new AppError(signInErrors.sign_in_loop, { retryAfterSeconds: Math.ceil(waitMs / 1000) });
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
    const round = { id, endedAtMs, challenged: pending.answersChallenge, page: pageOf(pending.returnTo) };
    const rounds = [...this.#read(request).rounds, round];
    this.#write(response, {
      rounds,
      ...(failure instanceof AppError && {
        refusal: rememberRefusal(id, failure),
        challenge: failure.challenge && this.#asked(failure.challenge),
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

  /** Keeps what the next sign-in of this browser has to ask for: for ten minutes. */
  keepChallenge(request: Request, response: Response, challenge: SignInChallenge): void {
    this.#write(response, { ...this.#read(request), challenge: this.#asked(challenge) });
  }

  /** What that is. */
  challenge(request: Request): SignInChallenge | undefined {
    return stillAsked(this.#read(request).challenge, this.clock.now());
  }

  /** A sign-in asks for it: the next one is an ordinary one. The last refusal goes as well, which keeps the answer small. */
  dropChallenge(request: Request, response: Response): void {
    const { rounds, challenge } = this.#read(request);
    if (challenge !== undefined) this.#write(response, { rounds });
  }

  /** Whoever signs out was signed in: the rounds so far were no loop, and nothing is asked of who comes next. */
  settle(request: Request, response: Response): void {
    const { rounds, refusal, challenge } = this.#read(request);
    if (this.#recent(rounds).length === 0 && challenge === undefined) return;
    this.#write(response, { rounds: rounds.map((round) => ({ ...round, endedAtMs: 0 })), refusal });
  }

  #asked(challenge: SignInChallenge) {
    return { ...challenge, askedAtMs: this.clock.now() };
  }

  /** Those of the last minute. None is of the future: a clock may have been ahead. */
  #recent(rounds: readonly Round[]): Round[] {
    const now = this.clock.now();
    return rounds.filter(({ endedAtMs }) => endedAtMs > now - LOOP_WINDOW_MS && endedAtMs <= now);
  }

  #write(response: Response, { rounds, ...others }: Rounds): void {
    const last = rounds.slice(-MAX_REMEMBERED);
    this.#cookie.write(response, {
      rounds: last.map(({ id, endedAtMs, challenged, page }) => [id, endedAtMs, challenged, page]),
      ...others,
    });
  }

  #read(request: Request): Rounds {
    return this.#cookie.read(request) ?? { rounds: [] };
  }
}

/** Enough of a hash to know a state again. */
function idOf(state: string): string {
  return hashOf(state).slice(0, 12);
}

function pageOf(returnTo: string): string | null {
  return returnTo === '/' ? null : hashOf(returnTo).slice(0, 6);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
