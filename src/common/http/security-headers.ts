import type { NextFunction, Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import type { Configuration } from '../../../config/configuration.js';

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
      strictTransportSecurity: http.secure,
    }),
    (_request: Request, response: Response, next: NextFunction) => {
      response.setHeader('Cache-Control', 'private, no-store');
      next();
    },
  ];
}
