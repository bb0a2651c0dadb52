import { Controller, Get, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { page } from '../answers/answers.js';
import type { Answer } from '../common/answer.js';
import { Public } from '../common/decorators/public.decorator.js';
import { describeSession } from '../session/session-description.js';
import { SessionService } from '../session/session.service.js';

@Public()
@Controller()
export class HomeController {
  constructor(private readonly sessions: SessionService) {}

  /** The home page; JSON callers get what `/session` says. */
  @Get()
  async home(@Query('state') state: unknown, @Req() request: Request): Promise<Answer> {
    const session = await this.sessions.read(request);
    const signedOut = state === 'signed-out' && session === undefined;
    return page('home', { user: session?.user, signedOut }, describeSession(session));
  }
}
