import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import { AppError } from '../../common/app-error.js';
import { LOGGER } from '../../common/logging/logger.js';
import { isTooLong, type SignInChallenge } from '../../common/sign-in-challenge.js';
import { StoreUnavailableError } from '../../store/store.errors.js';
import { SessionService } from '../../session/session.service.js';
import { SignInRounds } from './sign-in-rounds.js';
import { signInErrors } from './sign-in.errors.js';

/**
 * What Entra or Graph wants to see in the next sign-in of a browser: kept in its session, or in its cookie of rounds where
 * there is none.
 */
@Injectable()
export class SignInChallenges {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly sessions: SessionService,
    private readonly rounds: SignInRounds,
  ) {}

  /** What to ask for in a sign-in that begins. Whoever can't be found in the store signs in without. */
  async find(request: Request): Promise<SignInChallenge | undefined> {
    const ofBrowser = this.rounds.challenge(request);
    const ofSession = await this.#withoutOutage(async () => (await this.sessions.read(request))?.challenge);
    if (ofBrowser === undefined || ofSession === undefined) return ofBrowser ?? ofSession;
    return {
      scopes: [...ofSession.scopes, ...ofBrowser.scopes],
      claims: ofBrowser.claims ?? ofSession.claims,
    };
  }

  /** It was asked for: the next sign-in is an ordinary one. */
  async forget(request: Request, response: Response): Promise<void> {
    this.rounds.dropChallenge(request, response);
    await this.#withoutOutage(() => this.sessions.dropChallenge(request));
  }

  /** A sign-in is Entra's business, and begins while the store is down. */
  async #withoutOutage<T>(call: () => Promise<T>): Promise<T | undefined> {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      this.log.warn({ err: error }, 'a sign-in begins though it is not known what the session was to ask for');
      return undefined;
    }
  }
}

/** The error itself, or, where the next sign-in could not pass on what it asks for, one that says so. */
export function keepable(error: unknown): unknown {
  if (!(error instanceof AppError) || error.challenge === undefined || !isTooLong(error.challenge)) return error;
  return new AppError(signInErrors.challenge_too_long, { cause: error, entra: error.entra });
}
