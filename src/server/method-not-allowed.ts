import type { Express, NextFunction, Request, Response } from 'express';
import { AppError } from '../common/app-error.js';
import { requestErrors } from '../common/request.errors.js';

/** Where Entra sends its answer as a form when a library or a request asks for `form_post`. */
const CALLBACK = /^\/getatoken\/?$/i;
const USE_QUERY =
  'Microsoft’s answer to a sign-in has to come in the address: in the authorization request, response_mode must be query, not form_post.';

/**
 * To be called when all routes are there: whatever reaches the end of them at a known path is a 405 that names the
 * path's methods. The guards stand before routes, not before this: what is answered for nobody needs no guard.
 */
export function refuseOtherMethods(app: Express): void {
  for (const [path, methods] of methodsByPath(app)) {
    app.all(path, (_request: Request, response: Response, next: NextFunction) => {
      // More than one path may match, with parameters.
      for (const method of methods) allowedIn(response).add(method);
      next();
    });
  }
  app.use((request: Request, response: Response, next: NextFunction) => {
    const allowed = allowedIn(response);
    if (allowed.size === 0 || allowed.has(request.method)) {
      next();
      return;
    }
    response.setHeader('Allow', [...allowed].join(', '));
    next(new AppError(requestErrors.method_not_allowed, CALLBACK.test(request.path) ? { hint: USE_QUERY } : {}));
  });
}

function methodsByPath(app: Express): Map<string, Set<string>> {
  const byPath = new Map<string, Set<string>>();
  for (const { route } of app.router.stack) {
    if (route === undefined) continue;
    const methods = byPath.get(route.path) ?? new Set();
    byPath.set(route.path, methods);
    for (const { method } of route.stack) {
      methods.add(method.toUpperCase());
      if (method === 'get') methods.add('HEAD');
    }
  }
  return byPath;
}

const allowed = new WeakMap<Response, Set<string>>();

function allowedIn(response: Response): Set<string> {
  const methods = allowed.get(response) ?? new Set();
  allowed.set(response, methods);
  return methods;
}
