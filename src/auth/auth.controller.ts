import { Controller, Get, Inject, Query, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Configuration } from '../../config/configuration.js';
import { CONFIGURATION } from '../common/configuration.module.js';
import { Public } from '../common/decorators/public.decorator.js';
import { AppError } from '../common/errors/app-error.js';
import { SignInChallengeCookie } from '../common/http/sign-in-challenge-cookie.js';
import type { Session } from '../session/session.js';
import { SessionService } from '../session/session.service.js';
import { SingleFlight } from '../tokens/single-flight.js';
import { TokenService } from '../tokens/token.service.js';
import { AdminConsentService } from './admin-consent.service.js';
import { AuthorizationRefusedError } from './auth.errors.js';
import { EntraSignInService } from './entra-sign-in.service.js';
import { type PendingSignIn, PendingSignIns } from './pending-sign-ins.js';
import { PublicAddress } from './public-address.js';
import { SignInRounds } from './sign-in-rounds.js';
import { SignInRateLimitGuard } from './sign-in-rate-limit.guard.js';
import { parseCallbackQuery, parseLoginQuery } from './sign-in-query.js';

/** Signing in: to Entra and back. */
@Public()
@UseGuards(SignInRateLimitGuard)
@Controller()
export class AuthController {
  readonly #completions = new SingleFlight<Session>();

  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly entra: EntraSignInService,
    private readonly adminConsent: AdminConsentService,
    private readonly pendingSignIns: PendingSignIns,
    private readonly address: PublicAddress,
    private readonly rounds: SignInRounds,
    private readonly challenges: SignInChallengeCookie,
    private readonly sessions: SessionService,
    private readonly tokens: TokenService,
  ) {}

  /** Sends the browser to Entra, signed in or not. */
  @Get('login')
  async login(@Query() query: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.rounds.assertNoLoop(request);
    this.address.warnOfOthers(request);
    const challenge = this.challenges.read(request);
    const { location, pending } = await this.entra.begin(
      request,
      parseLoginQuery(query, request.headers),
      challenge,
    );
    if (challenge !== undefined) this.challenges.clear(response);
    this.pendingSignIns.add(request, response, pending);
    response.redirect(location);
  }

  /** The redirect URI: Entra's answer becomes a new session, under a new id. */
  @Get('getAToken')
  async callback(@Query() query: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    if (this.adminConsent.answer(query, request, response)) return;
    const answer = parseCallbackQuery(query);
    const pending = this.pendingSignIns.take(request, response, answer.state);
    if (pending === undefined) return this.#withoutPendingSignIn(request, response, answer.state);
    response.locals['returnTo'] = pending.returnTo;
    response.locals['goesInCircles'] = this.rounds.end(request, response, answer);
    if ('refusal' in answer) throw new AuthorizationRefusedError(answer.refusal);

    // A double click sends the same answer twice at once; a code can be redeemed only once.
    const { code, state } = answer;
    const session = await this.#completions.run(state, code, () => this.#complete(request, code, pending));
    await this.sessions.begin(request, response, session);
    response.redirect(pending.returnTo);
  }

  async #complete(request: Request, code: string, pending: PendingSignIn): Promise<Session> {
    const { user, sid, tokenSet, loginHint } = await this.entra.complete(request, code, pending);
    const session = this.sessions.prepare(user, sid);
    await this.tokens.store(session, tokenSet, this.configuration.entra.scopes, loginHint);
    return session;
  }

  /** Opened twice, from history, in another browser or too late: harmless when signed in, else a page that says so. */
  async #withoutPendingSignIn(request: Request, response: Response, state: string): Promise<void> {
    if ((await this.sessions.read(request)) === undefined) throw this.#whyNotPending(request, state);
    response.redirect('/');
  }

  #whyNotPending(request: Request, state: string): AppError {
    if (this.rounds.hasEnded(request, state)) return new AppError('sign_in_finished');
    if (this.pendingSignIns.isTooOld(state)) return new AppError('sign_in_expired');
    const code = request.headers.cookie ? 'sign_in_not_pending' : 'sign_in_without_cookies';
    return new AppError(code, { hint: this.address.hint });
  }
}
