import type { Request } from 'express';

/** The headers by which `isNavigation` decides, for `Vary`. */
export const NAVIGATION_HEADERS = 'Sec-Fetch-Mode, Sec-Fetch-Dest, Sec-Purpose';

/**
 * True for a person who goes to a page: no script's `fetch()`, no picture or frame, nothing loaded ahead of time. Who sends
 * no Fetch Metadata (https://www.w3.org/TR/fetch-metadata/) may be one: older browsers, and programs.
 */
export function isNavigation({ headers }: Pick<Request, 'headers'>): boolean {
  const mode = headers['sec-fetch-mode'] ?? 'navigate';
  const destination = headers['sec-fetch-dest'] ?? 'document';
  return mode === 'navigate' && destination === 'document' && !isPrefetch(headers['sec-purpose']);
}

/** `prefetch`, or `prefetch;prerender`. */
function isPrefetch(purpose: string | string[] | undefined): boolean {
  return typeof purpose === 'string' && /^\s*prefetch\b/i.test(purpose);
}
