import { Body, Controller, Get, HttpCode, HttpStatus, Inject, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Configuration } from '../../../config/configuration.js';
import { CONFIGURATION } from '../../common/configuration.js';
import { Public } from '../../common/decorators/public.decorator.js';
import { page, redirect } from '../../answers/answers.js';
import type { Answer } from '../../common/answer.js';
import { LOGGER } from '../../common/logging/logger.js';
import { Events } from '../../common/events.js';
import { SessionService } from '../../session/session.service.js';
import { Authority } from '../../entra/authority/authority.js';
import { TokenService } from '../../tokens/token.service.js';
import { SignInRounds } from '../sign-in/sign-in-rounds.js';

/** Signing out: here first, then at Entra. */
@Public()
@Controller('logout')
export class LogoutController {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly authority: Authority,
    private readonly sessions: SessionService,
    private readonly tokens: TokenService,
    private readonly rounds: SignInRounds,
    private readonly events: Events,
  ) {}

  /** A page with the button, so that old links work and a foreign page can sign nobody out. */
  @Get()
  async page(@Req() request: Request): Promise<Answer> {
    const session = await this.sessions.read(request);
    return page('logout', { user: session?.user });
  }

  /** With `everywhere=true` in the form, or in JSON, all sessions of the person end, in whatever browsers. */
  @Post()
  @HttpCode(HttpStatus.OK)
  async logout(
    @Body() body: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Answer> {
    const session = await this.sessions.read(request);
    const loginHint = session === undefined ? null : await this.tokens.loginHint(session);
    const everywhere = session !== undefined && isEverywhere(body);
    // This browser last: should the store fail, the person is still signed in here and can ask again.
    const others = everywhere ? await this.sessions.endAll({ user: session.user }, session) : 0;
    const hasEnded = await this.sessions.end(request, response);
    if (session !== undefined) {
      this.rounds.settle(request, response);
      this.events.raise({ event: 'sign_out', everywhere });
      const count = others + Number(hasEnded);
      if (count > 0) this.events.raise({ event: 'session_ended', reason: 'sign_out', count });
    }
    const logoutUrl = await this.#logoutUrl(loginHint);
    return redirect(logoutUrl, { status: HttpStatus.SEE_OTHER, json: { logoutUrl } });
  }

  /** Entra's end_session_endpoint, which comes back with the `state`; our own page while Entra can't be asked. */
  async #logoutUrl(loginHint: string | null): Promise<string> {
    const home = `${this.configuration.http.baseUrl}/`;
    try {
      const url = new URL((await this.authority.metadata()).endSessionEndpoint);
      url.searchParams.set('post_logout_redirect_uri', home);
      url.searchParams.set('state', 'signed-out');
      if (loginHint !== null) url.searchParams.set('logout_hint', loginHint);
      return url.href;
    } catch (error) {
      this.log.warn({ err: error }, 'signed out here but not at Entra');
      return `${home}?state=signed-out`;
    }
  }
}

const bodySchema = z.object({ everywhere: z.union([z.literal('true'), z.literal(true)]) });

function isEverywhere(body: unknown): boolean {
  return bodySchema.safeParse(body).success;
}
