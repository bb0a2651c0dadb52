import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { redirect } from '../../answers/answers.js';
import { loginPath } from '../../answers/login-path.js';
import type { Answer } from '../../common/answer.js';
import { AppError } from '../../common/app-error.js';
import { Events } from '../../common/events.js';
import { TokenRefusedError } from '../../entra/entra.errors.js';
import { SessionService } from '../../session/session.service.js';
import type { PendingSignIn } from './pending-sign-ins.js';
import { PublicAddress } from './public-address.js';
import { keepable } from './sign-in-challenges.js';
import { SignInRounds } from './sign-in-rounds.js';
import { signInErrors } from './sign-in.errors.js';

/** What came of a sign-in: where the person goes from the callback, and what this browser remembers of the round. */
@Injectable()
export class SignInOutcomes {
  constructor(
    private readonly address: PublicAddress,
    private readonly rounds: SignInRounds,
    private readonly sessions: SessionService,
    private readonly events: Events,
  ) {}

  /** @param replaced whether the browser had another session, which has ended */
  signedIn(request: Request, response: Response, pending: PendingSignIn, replaced: boolean): Answer {
    this.rounds.end(request, response, pending);
    this.events.raise({ event: 'sign_in', challenged: pending.answersChallenge });
    if (replaced) this.events.raise({ event: 'session_ended', reason: 'replaced', count: 1 });
    return redirect(pending.returnTo);
  }

  /**
   * The round led to no session, unless the same answer is being taken elsewhere, whose session counts. A code that was
   * spent without an answer asks for a new round.
   * @throws what it failed with, or AppError `challenge_too_long`
   */
  async failed(request: Request, response: Response, pending: PendingSignIn, thrown: unknown): Promise<Answer> {
    const error = keepable(thrown);
    const redeemedBy = error instanceof TokenRefusedError ? error.redeemedBy : undefined;
    const failure = redeemedBy === undefined ? error : undefined;
    response.locals.goesInCircles = this.rounds.end(request, response, pending, failure);
    if (redeemedBy === undefined) {
      const { code, entra } = error instanceof AppError ? error : { code: 'internal_error', entra: undefined };
      this.events.raise({ event: 'sign_in_refused', errorCode: code, aadsts: entra?.aadsts });
      throw error;
    }
    const isTaken = redeemedBy === 'another' && (await this.sessions.read(request)) !== undefined;
    return redirect(isTaken ? pending.returnTo : loginPath(pending.returnTo));
  }

  /**
   * Opened twice, from history, in another browser or too late: harmless for whoever is signed in.
   * @param former the sign-in of that state, where it is over
   * @throws AppError that says so
   */
  async withoutPending(request: Request, state: string, former: PendingSignIn | undefined): Promise<Answer> {
    if ((await this.sessions.read(request)) === undefined) throw this.#whyNotPending(request, state, former);
    return redirect('/');
  }

  #whyNotPending(request: Request, state: string, former: PendingSignIn | undefined): AppError {
    if (this.rounds.hasEnded(request, state)) {
      return this.rounds.refusal(request, state) ?? new AppError(signInErrors.sign_in_finished);
    }
    if (former !== undefined) return new AppError(signInErrors.sign_in_expired);
    const { sign_in_not_pending, sign_in_without_cookies } = signInErrors;
    const entry = request.headers.cookie ? sign_in_not_pending : sign_in_without_cookies;
    return new AppError(entry, { hint: this.address.hint });
  }
}
