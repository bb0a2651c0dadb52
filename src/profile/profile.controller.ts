import { Controller, Get, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { binary, page } from '../answers/answers.js';
import type { Answer } from '../common/answer.js';
import { AppError } from '../common/app-error.js';
import { CurrentSession } from '../common/decorators/current-user.decorator.js';
import { graphErrors } from '../graph/graph.errors.js';
import { GraphService } from '../graph/graph.service.js';
import type { Session } from '../session/session.js';
import { profilePage } from './profile-page.js';

@Controller('profile')
export class ProfileController {
  constructor(private readonly graph: GraphService) {}

  /** The Graph user of whoever is signed in: a page for browsers, JSON for everyone else or with `?format=json`. */
  @Get()
  async profile(@CurrentSession() session: Session, @Query('format') format: unknown): Promise<Answer> {
    const profile = await this.graph.me(session);
    const json = { user: session.user, profile };
    return page('profile', () => profilePage(session.user, profile), json, format === 'json');
  }

  /** The photo's bytes. */
  @Get('photo')
  async photo(@CurrentSession() session: Session, @Res({ passthrough: true }) response: Response): Promise<Answer> {
    response.locals.errorsAreJson = true;
    const photo = await this.graph.photo(session);
    if (photo === undefined) throw new AppError(graphErrors.photo_not_found);
    return binary(photo.contentType, photo.bytes);
  }
}
