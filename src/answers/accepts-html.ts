import type { Request } from 'express';

/** A caller is a browser when its Accept header names text/html; everyone else, a bare wildcard included, gets JSON. */
export function acceptsHtml(request: Pick<Request, 'headers'>): boolean {
  return /(^|[\s,])text\/html\b/i.test(request.headers.accept ?? '');
}
