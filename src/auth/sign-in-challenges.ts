import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import { AppError } from '../common/errors/app-error.js';
import { LOGGER } from '../common/logging/logger.js';
import { isTooLong, type SignInChallenge } from '../common/sign-in-challenge.js';
import { StoreUnavailableError } from '../session/session.errors.js';
import { SessionService } from '../session/session.service.js';
import { SignInRounds } from './sign-in-rounds.js';

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

  /** What to ask for in the sign-in that begins, once. Whoever can't be found in the store signs in without. */
  async take(request: Request, response: Response): Promise<SignInChallenge | undefined> {
    const ofBrowser = this.rounds.takeChallenge(request, response);
    const ofSession = await this.#ofSession(request);
    if (ofBrowser === undefined || ofSession === undefined) return ofBrowser ?? ofSession;
    return {
      scopes: [...ofSession.scopes, ...ofBrowser.scopes],
      claims: ofBrowser.claims ?? ofSession.claims,
    };
  }

  async #ofSession(request: Request): Promise<SignInChallenge | undefined> {
    try {
      return await this.sessions.takeChallenge(request);
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      this.log.warn({ err: error }, 'a sign-in begins without what the session was to ask for');
      return undefined;
    }
  }
}

/** The error itself, or, where the next sign-in could not pass on what it asks for, one that says so. */
export function keepable(error: unknown): unknown {
  if (!(error instanceof AppError) || error.challenge === undefined || !isTooLong(error.challenge))
    return error;
  return new AppError('challenge_too_long', { cause: error, entra: error.entra });
}
