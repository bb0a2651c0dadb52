import { Controller, Get, Inject, Query, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Configuration } from '../../../config/configuration.js';
import { CONFIGURATION } from '../../common/configuration.js';
import { Public } from '../../common/decorators/public.decorator.js';
import { AppError } from '../../common/app-error.js';
import { loginPath } from '../../answers/login-path.js';
import { NAVIGATION_HEADERS } from '../../answers/navigation.js';
import type { Session } from '../../session/session.js';
import { SessionService } from '../../session/session.service.js';
import { SingleFlight } from '../../common/single-flight.js';
import { TokenService } from '../../tokens/token.service.js';
import { TokenRefusedError } from '../../entra/entra.errors.js';
import { AdminConsentService } from './admin-consent.service.js';
import { AuthorizationRefusedError, signInErrors } from './sign-in.errors.js';
import { BrowserSeeds } from './browser-seeds.js';
import { EntraSignInService } from './entra-sign-in.service.js';
import { type PendingSignIn, PendingSignIns } from './pending-sign-ins.js';
import { keepable, SignInChallenges } from './sign-in-challenges.js';
import { PublicAddress } from './public-address.js';
import { SignInRounds } from './sign-in-rounds.js';
import { SignInRateLimitGuard } from '../guards/sign-in-rate-limit.guard.js';
import { parseCallbackQuery, parseLoginQuery, type SignInAnswer } from './sign-in-query.js';

/** The code was redeemed before: the same answer came twice. */
const ALREADY_REDEEMED = 'AADSTS54005';

/** Signing in: to Entra and back. */
@Public()
@UseGuards(SignInRateLimitGuard)
@Controller()
export class SignInController {
  readonly #completions = new SingleFlight<Session>();

  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly entra: EntraSignInService,
    private readonly seeds: BrowserSeeds,
    private readonly adminConsent: AdminConsentService,
    private readonly pendingSignIns: PendingSignIns,
    private readonly address: PublicAddress,
    private readonly rounds: SignInRounds,
    private readonly challenges: SignInChallenges,
    private readonly sessions: SessionService,
    private readonly tokens: TokenService,
  ) {}

  /** Sends the browser to Entra, signed in or not. */
  @Get('login')
  async login(@Query() query: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    response.vary(`${NAVIGATION_HEADERS}, Sec-Fetch-Site`);
    const signIn = parseLoginQuery(query, request.headers);
    await this.rounds.assertNoLoop(request, signIn.returnTo);
    this.address.warnOfOthers(request);
    const challenge = await this.challenges.find(request);
    const { pending, seed } = this.pendingSignIns.begin(request, {
      returnTo: signIn.returnTo,
      answersChallenge: challenge !== undefined,
    });
    const location = await this.entra.begin(request, signIn, pending, challenge);
    this.seeds.keep(request, response, seed);
    if (challenge !== undefined) await this.challenges.forget(request, response);
    response.redirect(location);
  }

  /** The redirect URI: Entra's answer becomes a new session, under a new id. */
  @Get('getAToken')
  async callback(@Query() query: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    if (this.adminConsent.answer(query, request, response)) return;
    const answer = parseCallbackQuery(query);
    const pending = this.pendingSignIns.open(request, answer.state);
    if (pending !== undefined) response.locals['returnTo'] = pending.returnTo;
    if (pending === undefined || pending.isExpired || this.rounds.hasEnded(request, answer.state)) {
      return this.#withoutPendingSignIn(request, response, answer.state, pending);
    }
    try {
      const session = await this.#complete(request, answer, pending);
      await this.sessions.begin(request, response, session);
    } catch (error) {
      return this.#withoutSession(request, response, pending, keepable(error));
    }
    this.rounds.end(request, response, pending);
    response.redirect(pending.returnTo);
  }

  /** A double click sends the same answer twice at once; a code can be redeemed only once. */
  #complete(request: Request, answer: SignInAnswer, pending: PendingSignIn): Promise<Session> {
    if ('refusal' in answer) throw new AuthorizationRefusedError(answer.refusal);
    const { code, state } = answer;
    return this.#completions.run(state, code, async () => {
      const { user, sid, tokenSet, loginHint } = await this.entra.complete(request, code, pending);
      const session = this.sessions.prepare(user, sid);
      await this.tokens.store(session, tokenSet, this.configuration.entra.scopes, loginHint);
      return session;
    });
  }

  /** The round led to no session: says why, unless the same answer is being taken elsewhere, whose session counts. */
  async #withoutSession(request: Request, response: Response, pending: PendingSignIn, error: unknown): Promise<void> {
    const cameTwice = error instanceof TokenRefusedError && error.entra?.aadsts === ALREADY_REDEEMED;
    const inCircles = this.rounds.end(request, response, pending, cameTwice ? undefined : error);
    response.locals['goesInCircles'] = inCircles;
    if (!cameTwice) throw error;
    const isSignedIn = (await this.sessions.read(request)) !== undefined;
    response.redirect(isSignedIn ? pending.returnTo : loginPath(pending.returnTo));
  }

  /** Opened twice, from history, in another browser or too late: harmless when signed in, else a page that says so. */
  async #withoutPendingSignIn(
    request: Request,
    response: Response,
    state: string,
    former: PendingSignIn | undefined,
  ): Promise<void> {
    if ((await this.sessions.read(request)) === undefined) throw this.#whyNotPending(request, state, former);
    response.redirect('/');
  }

  #whyNotPending(request: Request, state: string, former: PendingSignIn | undefined): AppError {
    if (this.rounds.hasEnded(request, state)) {
      return this.rounds.refusal(request, state) ?? new AppError(signInErrors.sign_in_finished);
    }
    if (former !== undefined) return new AppError(signInErrors.sign_in_expired);
    const code = request.headers.cookie ? signInErrors.sign_in_not_pending : signInErrors.sign_in_without_cookies;
    return new AppError(code, { hint: this.address.hint });
  }
}
