import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { IS_PUBLIC } from '../../common/decorators/public.decorator.js';
import { REQUIRED_ROLES } from '../../common/decorators/roles.decorator.js';
import { AppError } from '../../common/app-error.js';
import { SessionService } from '../../session/session.service.js';
import { guardErrors } from './guards.errors.js';
import { requestErrors } from '../../common/request.errors.js';

/** Stands before every route: only people who are signed in pass, unless the route says `@Public()`. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    const roles = this.reflector.getAllAndOverride<string[]>(REQUIRED_ROLES, targets) ?? [];
    // Roles on a route of a public controller close that route.
    const isPublic = this.reflector.getAllAndOverride<boolean>(IS_PUBLIC, targets);
    if (isPublic && roles.length === 0) return true;
    const request = context.switchToHttp().getRequest<Request>();
    if (/^bearer\b/i.test(request.headers.authorization ?? '')) throw new AppError(guardErrors.bearer_not_supported);
    const session = await this.sessions.resume(request);
    if (session === undefined) throw new AppError(requestErrors.not_signed_in);
    request.session = session;
    if (roles.length > 0 && !roles.some((role) => session.user.roles.includes(role))) {
      throw new AppError(guardErrors.role_required);
    }
    return true;
  }
}
