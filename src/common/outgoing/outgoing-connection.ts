import type { Socket } from 'node:net';
import { type buildConnector, Client, type Dispatcher } from 'undici';
import type { Connector } from './outgoing-connector.js';
import type { Carrier, Exchange, ExchangeOptions } from './outgoing-exchange.js';
import { TransportError } from './transport-error.js';

/**
 * One connection at a time, of a pool. When a host closes a connection at the moment that a request goes out on it, only
 * whoever knows that the connection is an old one may send the request again; undici does not say, so this does. Nor does it
 * give up a connection that nobody waits for any more: of a host that hangs, each would keep its place in the pool.
 */
export class OutgoingConnection extends Client implements Carrier {
  hasServed = false;
  /** Gives up the connection, if it is still being made. */
  readonly giveUp: () => void;
  #socket: Socket | undefined;
  /** What it was given last: what a new connection is for. */
  #exchange: Exchange | undefined;

  constructor(origin: URL, { connect, ...options }: Client.Options & { connect: Connector }) {
    let attempt: AbortController | undefined;
    super(origin, {
      ...options,
      connect: (target, callback) => {
        const current = (attempt = new AbortController());
        const done: buildConnector.Callback = (...result) => {
          attempt = undefined;
          this.#socket = result[1] ?? undefined;
          callback(...result);
        };
        connect(target, done, current.signal);
        // Nobody waits for it since before it began.
        if (this.#exchange?.isOver === true) this.giveUp();
      },
    });
    this.giveUp = () => attempt?.abort(new TransportError('timeout', 'ERR_CANCELED'));
    this.on('connect', () => {
      this.hasServed = false;
    });
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const { exchange, overNewConnection } = options as ExchangeOptions;
    // It waited for too long. The pool is told to go on to the next.
    if (exchange.isOver) return true;
    exchange.carrier = this;
    this.#exchange = exchange;
    // A pool gives only what is idle. undici connects again by itself.
    if (overNewConnection && this.hasServed) this.#socket?.destroy();
    return super.dispatch(options, handler);
  }
}
