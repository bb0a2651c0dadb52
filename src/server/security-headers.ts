import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import type { Configuration } from '../../config/configuration.js';
import { isLoopback } from '../../config/environment.js';

/** Headers of every answer. Answers are personal unless a route says otherwise; the pages need no script. */
export function securityHeaders(configuration: Configuration): RequestHandler {
  const headers = [...headersOfHelmet(configuration), ['Cache-Control', 'private, no-store'] as const];
  return (_request: Request, response: Response, next: NextFunction) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    next();
  };
}

/** What helmet sets. None of it depends on a request, so that it is asked once. */
function headersOfHelmet({ http, entra }: Configuration): [name: string, value: string][] {
  const loopbackAuthority = entra.cloudInstance.startsWith('http:') ? [entra.cloudInstance] : [];
  const setHeaders = helmet({
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
    // Express is told to leave it out.
    xPoweredBy: false,
  });
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  setHeaders(request, response, (error) => {
    if (error instanceof Error) throw error;
  });
  return Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]);
}
