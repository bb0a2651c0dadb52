import { Controller, Get, Inject, Query, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Configuration } from '../../../config/configuration.js';
import { redirect } from '../../answers/answers.js';
import { NAVIGATION_HEADERS } from '../../answers/navigation.js';
import type { Answer } from '../../common/answer.js';
import { Events } from '../../common/events.js';
import { CONFIGURATION } from '../../common/configuration.js';
import { Public } from '../../common/decorators/public.decorator.js';
import { SingleFlight } from '../../common/single-flight.js';
import type { Session } from '../../session/session.js';
import { SessionService } from '../../session/session.service.js';
import { TokenService } from '../../tokens/token.service.js';
import { SignInRateLimitGuard } from '../guards/sign-in-rate-limit.guard.js';
import { answerAdminConsent } from './admin-consent.js';
import { EntraSignInService } from './entra-sign-in.service.js';
import { type PendingSignIn, PendingSignIns } from './pending-sign-ins.js';
import { PublicAddress } from './public-address.js';
import { SignInChallenges } from './sign-in-challenges.js';
import { SignInOutcomes } from './sign-in-outcomes.js';
import { parseCallbackQuery, parseLoginQuery, type SignInAnswer } from './sign-in-query.js';
import { SignInRounds } from './sign-in-rounds.js';
import { AuthorizationRefusedError } from './sign-in.errors.js';

/** Signing in: to Entra and back. */
@Public()
@UseGuards(SignInRateLimitGuard)
@Controller()
export class SignInController {
  readonly #completions = new SingleFlight<Session>();

  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly address: PublicAddress,
    private readonly rounds: SignInRounds,
    private readonly challenges: SignInChallenges,
    private readonly pendingSignIns: PendingSignIns,
    private readonly entra: EntraSignInService,
    private readonly tokens: TokenService,
    private readonly sessions: SessionService,
    private readonly outcomes: SignInOutcomes,
    private readonly events: Events,
  ) {}

  /** Sends the browser to Entra, signed in or not. */
  @Get('login')
  async login(
    @Query() query: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Answer> {
    response.vary(`${NAVIGATION_HEADERS}, Sec-Fetch-Site`);
    const signIn = parseLoginQuery(query, request.headers);
    await this.rounds.assertNoLoop(request, signIn.returnTo);
    this.address.warnOfOthers(request);
    const challenge = await this.challenges.find(request);
    const purpose = { returnTo: signIn.returnTo, answersChallenge: challenge !== undefined };
    const { pending, keep } = this.pendingSignIns.begin(request, purpose);
    const location = await this.entra.begin(request, signIn, pending, challenge);
    keep(response);
    if (challenge !== undefined) await this.challenges.forget(request, response);
    return redirect(location);
  }

  /** The redirect URI: Entra's answer becomes a new session, under a new id. */
  @Get('getAToken')
  async callback(
    @Query() query: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Answer> {
    const consent = answerAdminConsent(query, this.configuration.http.baseUrl);
    if (consent !== undefined) return consent;
    const answer = parseCallbackQuery(query);
    const pending = this.pendingSignIns.open(request, answer.state);
    if (pending !== undefined) response.locals.returnTo = pending.returnTo;
    if (pending === undefined || pending.isExpired || this.rounds.hasEnded(request, answer.state)) {
      return this.outcomes.withoutPending(request, answer.state, pending);
    }
    let replaced: boolean;
    try {
      const session = await this.#complete(request, answer, pending);
      replaced = await this.sessions.give(request, response, session);
    } catch (error) {
      return this.outcomes.failed(request, response, pending, error);
    }
    return this.outcomes.signedIn(request, response, pending, replaced);
  }

  /** A double click sends the same answer twice at once; a code can be redeemed only once. */
  #complete(request: Request, answer: SignInAnswer, pending: PendingSignIn): Promise<Session> {
    if ('refusal' in answer) throw new AuthorizationRefusedError(answer.refusal);
    const { code, state } = answer;
    return this.#completions.run(state, code, async () => {
      const { user, sid, tokenSet, loginHint } = await this.entra.complete(request, code, pending);
      const session = this.sessions.prepare(user, sid);
      // Together, so that they reach the store as one: the tokens before the session that needs them.
      const [, gaveWay] = await Promise.all([
        this.tokens.store(session, tokenSet, this.configuration.entra.scopes, loginHint),
        this.sessions.begin(session),
      ]);
      if (gaveWay > 0) this.events.raise({ event: 'session_ended', reason: 'gave_way', count: gaveWay });
      return session;
    });
  }
}
