import { badRequest, GraphError } from '../graph-error.js';
import type { GraphAnswer, GraphCall } from '../graph-resource.js';
import { contextOf, serviceRoot } from './context.js';

export interface Paging {
  /** How many there are to a page unless `$top` says. */
  readonly standard: number;
  /** More than which `$top` can't ask for. */
  readonly most: number;
  /** What the link to the next page goes on with. Calendars count, the directory gives a token. */
  readonly by: '$skip' | '$skiptoken';
}

/** What `/users` and other collections of the directory have. */
export const DIRECTORY_PAGING: Paging = { standard: 100, most: 999, by: '$skiptoken' };

interface PageOptions<T> {
  readonly paging?: Paging;
  readonly shown?: (item: T) => object;
}

const TOKEN_PREFIX = 'emulated-page:';

/**
 * A page of a collection, with the link to the next where there is one. The link has every parameter of the request.
 *
 * @param set - names it in `@odata.context`
 * @param shown - what an item looks like in the answer; asked for those of this page only. Default: as it is
 * @throws GraphError 400 for a `$top` out of bounds or a token that was never given
 */
export function page<T extends object>(
  call: GraphCall,
  set: string,
  items: readonly T[],
  { paging = DIRECTORY_PAGING, shown = (item) => item }: PageOptions<T> = {},
): GraphAnswer {
  const start = startOf(call.query, paging);
  const end = start + topOf(call.query, paging);
  return {
    json: {
      '@odata.context': contextOf(call, set, 'collection'),
      ...(end < items.length ? { '@odata.nextLink': linkTo(call, end, paging) } : {}),
      value: items.slice(start, end).map(shown),
    },
  };
}

function topOf(query: URLSearchParams, { standard, most }: Paging): number {
  const top = query.get('$top');
  if (top === null) return standard;
  const value = wholeNumber(top, '$top');
  if (value < 1 || value > most) {
    throw new GraphError(
      400,
      'Request_UnsupportedQuery',
      `Invalid page size specified: '${value}'. Must be between 1 and ${most} inclusive.`,
    );
  }
  return value;
}

function startOf(query: URLSearchParams, { by }: Paging): number {
  const given = query.get(by);
  if (given === null) return 0;
  if (by === '$skip') return wholeNumber(given, by);
  const token = Buffer.from(given, 'base64url').toString('latin1');
  const start = token.startsWith(TOKEN_PREFIX) ? token.slice(TOKEN_PREFIX.length) : '';
  if (/^\d{1,9}$/.test(start)) return Number(start);
  throw new GraphError(
    400,
    'Directory_ExpiredPageToken',
    'The specified page token value has expired and can no longer be included in your request.',
  );
}

function wholeNumber(text: string, option: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw badRequest(`Invalid value '${text}' for ${option} query option found.`);
}

function linkTo(call: GraphCall, start: number, { by }: Paging): string {
  const query = new URLSearchParams(call.query);
  query.set(by, by === '$skip' ? String(start) : Buffer.from(TOKEN_PREFIX + start).toString('base64url'));
  return `${serviceRoot(call)}${call.path}?${query.toString().replaceAll('%24', '$')}`;
}
