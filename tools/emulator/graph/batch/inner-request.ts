import type { Request } from 'express';
import { badRequest } from '../graph-error.js';
import type { GraphVersion } from '../graph-resource.js';
import type { BatchedRequest } from './batch-request.js';
import type { InnerRequest } from './exchange.js';

/** What a request has from its batch, unless it says otherwise. */
const INHERITED = ['authorization', 'client-request-id'];

/**
 * A request of a batch as one of its own.
 *
 * @throws GraphError 400 for a URL that is not relative to the version
 */
export function toInner(batched: BatchedRequest, version: GraphVersion, req: Request): InnerRequest {
  const own = Object.entries(batched.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const inherited = INHERITED.flatMap((name) => {
    const value = req.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const headers = Object.fromEntries<string>([...inherited, ...own]);
  return { method: batched.method, path: pathOf(batched, version), headers, body: bodyOf(batched.body, headers) };
}

function pathOf({ id, url }: BatchedRequest, version: GraphVersion): string {
  const root = `/${version}/`;
  const relative = url.replace(/^\//, '');
  const whole = `http://graph${root}${relative}`;
  const parsed = /^(?:\/|[a-z][a-z0-9+.-]*:)/i.test(relative) || !URL.canParse(whole) ? undefined : new URL(whole);
  if (!parsed?.pathname.startsWith(root)) throw badRequest(`Request '${id}' has a url that is not relative: '${url}'.`);
  return parsed.pathname + parsed.search;
}

/** What is no JSON comes as base64. */
function bodyOf(
  body: unknown,
  { 'content-type': contentType = '' }: Readonly<Record<string, string>>,
): InnerRequest['body'] {
  if (body === undefined) return undefined;
  return typeof body === 'string' && !/json/i.test(contentType) ? Buffer.from(body, 'base64') : JSON.stringify(body);
}
