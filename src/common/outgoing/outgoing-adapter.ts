import type { IncomingHttpHeaders } from 'node:http';
import axios, { type AxiosAdapter, AxiosHeaders } from 'axios';
import { decodeBody, ENCODINGS } from './outgoing-body.js';
import { Exchange, type ExchangedAnswer, type ExchangeLimits, type ExchangeOptions } from './outgoing-exchange.js';
import type { OutgoingRoutes, Route } from './outgoing-routes.js';
import { codeOf, TransportError } from './transport-error.js';

const DEFAULT_HEADERS = {
  accept: 'application/json, text/plain, */*',
  'accept-encoding': ENCODINGS,
  'user-agent': `axios/${axios.VERSION}`,
};
/** Of these the first counts where one comes twice, as in Node; others are joined. */
const SINGLE_HEADERS = new Set(['content-type', 'retry-after']);
const NO_HEADERS = new AxiosHeaders();

/**
 * What axios is given as `data`, and hands on as it is. Headers are in it, too: axios's own cost more than the whole call,
 * copied and normalized three times each way.
 */
export class OutgoingCall {
  readonly headers: Record<string, string> = { ...DEFAULT_HEADERS };

  constructor(
    headers: Readonly<Record<string, string>>,
    readonly body: string | undefined,
    readonly limits: ExchangeLimits,
    readonly overNewConnection: boolean,
  ) {
    for (const [name, value] of Object.entries(headers)) this.headers[name.toLowerCase()] = value;
  }
}

/**
 * Sends an OutgoingCall over undici, and gives an ExchangedAnswer as `data`, without compression and whatever its status.
 * Follows no redirect. Throws TransportError, and nothing else.
 */
export function outgoingAdapter(routes: OutgoingRoutes): AxiosAdapter {
  return async (config) => {
    const data = await exchange(routes, config.url ?? '', config.method ?? '', config.data as OutgoingCall);
    return { config, data, status: data.status, statusText: '', headers: NO_HEADERS };
  };
}

async function exchange(
  routes: OutgoingRoutes,
  address: string,
  method: string,
  { headers, body, limits, overNewConnection }: OutgoingCall,
): Promise<ExchangedAnswer> {
  let route: Route | undefined;
  try {
    const url = new URL(address);
    route = routes.to(url);
    const exchange = new Exchange(limits);
    const request: ExchangeOptions = {
      path: `${url.pathname}${url.search}`,
      method: method.toUpperCase(),
      headers,
      exchange,
      overNewConnection,
    };
    route.pool.dispatch({ ...request, body: body ?? null }, exchange);
    const answer = await exchange.answer;
    joinRepeated(answer.headers);
    return { ...answer, body: await decodeBody(answer.body, answer.headers['content-encoding'], limits.maxBytes) };
  } catch (thrown) {
    const error = thrown instanceof TransportError ? thrown : new TransportError('unreachable', codeOf(thrown));
    error.proxy = route?.proxy;
    throw error;
  }
}

function joinRepeated(headers: IncomingHttpHeaders): void {
  for (const [name, value] of Object.entries(headers)) {
    if (Array.isArray(value)) headers[name] = SINGLE_HEADERS.has(name) ? value[0] : value.join(', ');
  }
}
