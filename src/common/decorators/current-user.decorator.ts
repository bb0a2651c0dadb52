import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { AppError } from '../errors/app-error.js';

/** The session of the request, which the session guard has seen. For routes that are not public. */
export const CurrentSession = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  sessionOf(context),
);

/** Who is signed in. For routes that are not public. */
export const CurrentUser = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => sessionOf(context).user,
);

function sessionOf(context: ExecutionContext) {
  const { session } = context.switchToHttp().getRequest<Request>();
  if (session === undefined) throw new AppError('not_signed_in');
  return session;
}
