import type { ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import { IS_PUBLIC } from '../../common/decorators/public.decorator.js';
import { REQUIRED_ROLES } from '../../common/decorators/roles.decorator.js';

/** Who may use a route. */
export interface RouteAccess {
  isPublic: boolean;
  /** One of these is needed; none when nothing is in it. */
  roles: readonly string[];
}

/** What the decorators of a route and its controller say. Roles on a route of a public controller close that route. */
export function accessOf(context: ExecutionContext, reflector: Reflector): RouteAccess {
  const targets = [context.getHandler(), context.getClass()];
  const roles = reflector.getAllAndOverride<string[]>(REQUIRED_ROLES, targets) ?? [];
  return { isPublic: roles.length === 0 && reflector.getAllAndOverride<boolean>(IS_PUBLIC, targets) === true, roles };
}
