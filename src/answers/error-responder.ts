import { HttpException, Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import type { Configuration } from '../../config/configuration.js';
import { CONFIGURATION } from '../common/configuration.js';
import { acceptsHtml } from './accepts-html.js';
import { loginPath } from './login-path.js';
import { isNavigation, NAVIGATION_HEADERS } from './navigation.js';
import { isSignInRoute, parseReturnTo } from './return-to.js';
import { LOGGER } from '../common/logging/logger.js';
import { renderPage } from './pages.js';
import { AppError } from '../common/app-error.js';
import { explainError } from './explain-error.js';
import { toProblem } from './problem.js';
import { requestErrors } from '../common/request.errors.js';

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- how Express types are extended
  namespace Express {
    /** What a handler that may fail says of the answer to its errors. */
    interface Locals {
      /** Where signing in leads back to: of the sign-in that is under way. */
      returnTo?: string;
      /** Whoever failed three times within a minute is told to wait, and not to sign in again. */
      goesInCircles?: boolean;
      /** Nobody looks at this route, so that errors are JSON for browsers, too. */
      errorsAreJson?: boolean;
    }
  }
}

/** Turns any error into the one answer that fits: a redirect to sign in, a page, or problem+json. */
@Injectable()
export class ErrorResponder {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  respond(thrown: unknown, request: Request, response: Response): void {
    const error = toAppError(thrown);
    this.#record(error, thrown);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response.vary(`Accept, ${NAVIGATION_HEADERS}`).setHeader('Cache-Control', 'private, no-store');
    if (error.retryAfterSeconds !== undefined) response.setHeader('Retry-After', error.retryAfterSeconds);
    const returnTo = returnToOf(request, response);
    if (acceptsHtml(request) && isNavigation(request) && signInHelps(error, request)) {
      response.redirect(302, loginPath(returnTo));
    } else if (acceptsHtml(request) && !wantsJson(request, response)) {
      response.status(error.status).type('html');
      response.send(this.#page(error, request, response, returnTo));
    } else {
      const loginUrl = `${this.configuration.http.baseUrl}${loginPath(returnTo)}`;
      response.status(error.status).type('application/problem+json');
      response.send(JSON.stringify(toProblem(error, request.id, loginUrl)));
    }
  }

  #page(error: AppError, request: Request, response: Response, returnTo: string): string {
    const { next, status } = error.entry;
    const goesInCircles = response.locals.goesInCircles === true;
    const actions = {
      sign_in: { label: 'Sign in', href: loginPath(returnTo) },
      other_account: { label: 'Use another account', href: loginPath(returnTo, 'select_account') },
      // A step of signing in can't be asked for twice: its retry is a new sign-in.
      retry: {
        label: 'Try again',
        href: isSignInRoute(request.path) ? loginPath(returnTo) : returnTo,
      },
    };
    return renderPage('error', {
      status,
      explanation: explainError(error),
      // Whoever failed three times within a minute is told to wait instead.
      action: next === undefined || goesInCircles ? undefined : actions[next],
      goesInCircles,
      entra: error.entra,
      code: error.code,
      requestId: request.id,
    });
  }

  #record(error: AppError, thrown: unknown): void {
    if (error.code === 'internal_error') this.log.error({ err: thrown }, 'unexpected error');
    else if (error.status >= 500) this.log.warn({ err: error }, 'request failed');
    else this.log.debug({ err: error }, 'request refused');
  }
}

/** A sign-in is the answer to a page that asked for a session, never to a step of signing in. */
function signInHelps({ code }: AppError, request: Request): boolean {
  if (!isRead(request)) return false;
  return code === 'not_signed_in' || (code === 'sign_in_again' && request.session !== undefined);
}

/** Where signing in should lead back to: what the sign-in under way is for, or the page that asked for it. */
function returnToOf(request: Request, response: Response): string {
  const underWay: unknown = response.locals.returnTo ?? request.query['returnTo'];
  const asked = isSignInRoute(request.path) ? underWay : isRead(request) ? request.originalUrl : undefined;
  return parseReturnTo(asked);
}

/** `?format=json` asks for it, and a route that nobody looks at says so. */
function wantsJson(request: Request, response: Response): boolean {
  return response.locals.errorsAreJson === true || request.query['format'] === 'json';
}

function isRead({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}

function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const status = statusOf(thrown);
  if (status === 404) return new AppError(requestErrors.not_found);
  if (status === 413) return new AppError(requestErrors.body_too_large);
  return new AppError(status >= 400 && status < 500 ? requestErrors.bad_request : requestErrors.internal_error, {
    cause: thrown,
  });
}

/** Nest's exceptions and those of Express (a malformed address) carry the status that they mean. */
function statusOf(thrown: unknown): number {
  if (thrown instanceof HttpException) return thrown.getStatus();
  const status: unknown = thrown instanceof Error && 'status' in thrown ? thrown.status : undefined;
  return typeof status === 'number' ? status : 500;
}
