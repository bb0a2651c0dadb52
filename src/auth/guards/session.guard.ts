import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { AppError } from '../../common/app-error.js';
import { requestErrors } from '../../common/request.errors.js';
import { SessionService } from '../../session/session.service.js';
import { guardErrors } from './guards.errors.js';
import { accessOf } from './route-access.js';

/** Stands before every route: only people who are signed in pass, unless the route says `@Public()`. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (accessOf(context, this.reflector).isPublic) return true;
    const request = context.switchToHttp().getRequest<Request>();
    // A caller that brings a token of its own is not to be taken for the person whose cookie it has.
    if (/^bearer\b/i.test(request.headers.authorization ?? '')) throw new AppError(guardErrors.bearer_not_supported);
    const session = await this.sessions.resume(request);
    if (session === undefined) throw new AppError(requestErrors.not_signed_in);
    request.session = session;
    return true;
  }
}
