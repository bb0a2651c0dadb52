import type { z } from 'zod';
import { GraphError } from './graph.errors.js';

/** A call to Microsoft Graph as a value: it can be sent, and sent again. */
export interface GraphRequest<T> {
  readonly method?: 'GET';
  /** Below `/v1.0`, with its query; or an absolute link as Graph gives it (`@odata.nextLink`), which must be Graph's own. */
  readonly path: string;
  /** The delegated scopes that it needs. */
  readonly scopes: readonly string[];
  /** Makes what is used of an answer of 200. What does not fit is an error. */
  readonly schema: z.ZodType<T>;
  /** The schema is given a BinaryAnswer, in place of parsed JSON. */
  readonly binary?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface BinaryAnswer {
  /** In lower case and without parameters. */
  contentType: string;
  bytes: Buffer;
}

/** Where a request goes. @throws GraphError when that is another host: the token must not get there */
export function urlOf({ path }: Pick<GraphRequest<unknown>, 'path'>, baseUrl: string): string {
  const link = path.startsWith('/') ? `${baseUrl}${path}` : path;
  const url = URL.canParse(link) ? new URL(link).href : '';
  if (url.startsWith(`${new URL(baseUrl).origin}/`)) return url;
  throw new GraphError('graph_invalid_answer', { log: { reason: 'a link to another host' } });
}

/** The path without what names somebody: no query, and only segments that are Graph's own words. */
export function pathForLog(url: string): string {
  const segments = new URL(url).pathname.replace(/^\/v1\.0(?=\/)/, '').split('/');
  return segments.map((segment) => (/^\$?[A-Za-z]*$/.test(segment) ? segment : '…')).join('/');
}
