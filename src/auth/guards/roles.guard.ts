import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { AppError } from '../../common/app-error.js';
import { guardErrors } from './guards.errors.js';
import { accessOf } from './route-access.js';

/** Stands behind the session guard: where a route asks for roles, whoever is signed in needs one of them. */
@Injectable()
export class RolesGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const { roles } = accessOf(context, this.reflector);
    const { session } = context.switchToHttp().getRequest<Request>();
    if (roles.length === 0 || roles.some((role) => session?.user.roles.includes(role))) return true;
    throw new AppError(guardErrors.role_required);
  }
}
