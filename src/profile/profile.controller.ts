import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CurrentSession } from '../common/decorators/current-user.decorator.js';
import { AppError } from '../common/app-error.js';
import { acceptsHtml } from '../answers/accepts-html.js';
import { Pages } from '../answers/pages.js';
import { GraphService } from '../graph/graph.service.js';
import type { Session } from '../session/session.js';
import { profilePage } from './profile-page.js';
import { graphErrors } from '../graph/graph.errors.js';

@Controller('profile')
export class ProfileController {
  constructor(
    private readonly graph: GraphService,
    private readonly pages: Pages,
  ) {}

  /** The Graph user of whoever is signed in: a page for browsers, JSON for everyone else or with `?format=json`. */
  @Get()
  async profile(
    @CurrentSession() session: Session,
    @Query('format') format: unknown,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const profile = await this.graph.me(session);
    response.vary('Accept');
    if (format === 'json' || !acceptsHtml(request)) {
      response.json({ user: session.user, profile });
    } else {
      response.type('html').send(this.pages.render('profile', profilePage(session.user, profile)));
    }
  }

  /** The photo's bytes; errors are JSON for everybody, because nobody looks at this page. */
  @Get('photo')
  async photo(@CurrentSession() session: Session, @Res() response: Response): Promise<void> {
    response.locals['json'] = true;
    const photo = await this.graph.photo(session);
    if (photo === undefined) throw new AppError(graphErrors.photo_not_found);
    response.type(photo.contentType).send(photo.bytes);
  }
}
