import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { AppError } from '../app-error.js';
import { requestErrors } from '../request.errors.js';

/** The session of the request, which the session guard has seen. For routes that are not public. */
export const CurrentSession = createParamDecorator((_data: unknown, context: ExecutionContext) => sessionOf(context));

/** Who is signed in. For routes that are not public. */
export const CurrentUser = createParamDecorator((_data: unknown, context: ExecutionContext) => sessionOf(context).user);

function sessionOf(context: ExecutionContext) {
  const { session } = context.switchToHttp().getRequest<Request>();
  if (session === undefined) throw new AppError(requestErrors.not_signed_in);
  return session;
}
