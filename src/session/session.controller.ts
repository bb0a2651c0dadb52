import { Controller, Get, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Public } from '../common/decorators/public.decorator.js';
import { describeSession, type SessionDescription } from './session-description.js';
import { SessionService } from './session.service.js';

@Public()
@Controller('session')
export class SessionController {
  constructor(private readonly sessions: SessionService) {}

  /** Who is signed in and until when. Asking extends nothing, so a page may poll it. */
  @Get()
  async session(@Req() request: Request): Promise<SessionDescription> {
    return describeSession(await this.sessions.read(request));
  }
}
