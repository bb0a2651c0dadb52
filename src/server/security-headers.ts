import type { NextFunction, Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import type { Configuration } from '../../config/configuration.js';
import { isLoopback } from '../../config/environment.js';

/** Headers of every answer. Answers are personal unless a route says otherwise; the pages need no script. */
export function securityHeaders({ http, entra }: Configuration): RequestHandler[] {
  const loopbackAuthority = entra.cloudInstance.startsWith('http:') ? [entra.cloudInstance] : [];
  return [
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'"],
          // Chromium applies it to the redirect that follows POST /logout, which leads to Entra.
          formAction: ["'self'", 'https:', ...loopbackAuthority],
          baseUri: ["'none'"],
          frameAncestors: ["'none'"],
        },
      },
      // With no-referrer a browser sends `Origin: null` on our own sign-out form.
      referrerPolicy: { policy: 'same-origin' },
      xFrameOptions: { action: 'deny' },
      // A browser keeps it for a host, whatever the port, and a template owns no other names than its own.
      strictTransportSecurity: http.secure && !isLoopback(new URL(http.baseUrl)) && { includeSubDomains: false },
    }),
    (_request: Request, response: Response, next: NextFunction) => {
      response.setHeader('Cache-Control', 'private, no-store');
      next();
    },
  ];
}
