import { isIP } from 'node:net';
import { type ExecutionContext, Injectable } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail, type ThrottlerModuleOptions } from '@nestjs/throttler';
import type { Request } from 'express';
import type { Configuration } from '../../../config/configuration.js';
import { AppError } from '../../common/app-error.js';
import { isNavigation } from '../../answers/navigation.js';
import { guardErrors } from './guards.errors.js';

/** As Express matches it. */
const LOGIN = /^\/login\/?$/i;
const WINDOW_MS = 60_000;
/** What one household or office gets of IPv6: single addresses of it are free to change. */
const IPV6_PREFIX = 64;

/** The limit of SIGN_IN_RATE_LIMIT: a sliding minute, counted in the memory of this instance. */
export function signInRateLimit({ http }: Configuration): ThrottlerModuleOptions {
  return {
    throttlers: [{ limit: http.signInRateLimit, ttl: WINDOW_MS, blockDuration: 0 }],
    skipIf: () => http.signInRateLimit === 0,
    // One count for all routes of an address, not one for each.
    generateKey: (_context, address) => address,
    ipv6SubnetPrefix: IPV6_PREFIX,
    setHeaders: false,
  };
}

/**
 * Limits requests per address on the routes that make us talk to Entra, all of them together. The address is what
 * Express makes of TRUST_PROXY: a forwarded header of a caller that is no trusted proxy does not count.
 */
@Injectable()
export class SignInRateLimitGuard extends ThrottlerGuard {
  override canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    if (isForeignPart(request.headers)) throw new AppError(guardErrors.cross_site_request);
    // A sign-in begins where a person goes to it, and not for what a script or the browser loads ahead of them.
    if (LOGIN.test(request.path) && !isNavigation(request)) throw new AppError(guardErrors.sign_in_not_a_navigation);
    return super.canActivate(context);
  }

  /** A proxy may write something else than an address: such callers count together, by the proxy's own. */
  protected override getTracker({ ip = '', socket }: Request): Promise<string> {
    return super.getTracker({ ip: isIP(ip) === 0 ? socket.remoteAddress : ip });
  }

  protected override throwThrottlingException(
    _context: ExecutionContext,
    { timeToBlockExpire }: ThrottlerLimitDetail,
  ): Promise<void> {
    throw new AppError(guardErrors.too_many_sign_ins, { retryAfterSeconds: Math.max(1, timeToBlockExpire) });
  }
}

/**
 * True for what another site's page loads as a picture or a script: nobody signs in that way, and not counting it keeps
 * that page from using up the limit of everybody behind the visitor's address.
 */
function isForeignPart(headers: Request['headers']): boolean {
  const site = headers['sec-fetch-site'] ?? 'none';
  const destination = headers['sec-fetch-dest'] ?? 'document';
  return site !== 'none' && site !== 'same-origin' && destination !== 'document';
}
