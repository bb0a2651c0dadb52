import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Public } from '../common/decorators/public.decorator.js';
import { acceptsHtml } from '../answers/accepts-html.js';
import { Pages } from '../answers/pages.js';
import { describeSession } from '../session/session-description.js';
import { SessionService } from '../session/session.service.js';

@Public()
@Controller()
export class HomeController {
  constructor(
    private readonly sessions: SessionService,
    private readonly pages: Pages,
  ) {}

  /** The home page; JSON callers get what `/session` says. */
  @Get()
  async home(@Query('state') state: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    const session = await this.sessions.read(request);
    response.vary('Accept');
    if (!acceptsHtml(request)) {
      response.json(describeSession(session));
      return;
    }
    const signedOut = state === 'signed-out' && session === undefined;
    response.type('html').send(this.pages.render('home', { user: session?.user, signedOut }));
  }
}
