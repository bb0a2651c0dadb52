import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { Configuration } from '../../../config/configuration.js';
import { CONFIGURATION } from '../../common/configuration.js';
import { AppError } from '../../common/app-error.js';
import { guardErrors } from './guards.errors.js';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Stands before every route: what changes something must come from our own pages, or from a program. Browsers say where a
 * request comes from; SameSite=Lax alone would let sibling subdomains act in a person's name. Other sites are never
 * answered for, so there is no exception to declare.
 */
@Injectable()
export class SameOriginGuard implements CanActivate {
  constructor(@Inject(CONFIGURATION) private readonly configuration: Configuration) {}

  canActivate(context: ExecutionContext): boolean {
    const { method, headers } = context.switchToHttp().getRequest<Request>();
    if (SAFE_METHODS.has(method) || this.#isSameOrigin(headers)) return true;
    throw new AppError(guardErrors.cross_site_request);
  }

  #isSameOrigin(headers: Request['headers']): boolean {
    const site = headers['sec-fetch-site'];
    if (site !== undefined) return site === 'same-origin' || site === 'none';
    return headers.origin === undefined || headers.origin === this.configuration.http.baseUrl;
  }
}
