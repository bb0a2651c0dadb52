import { Client, type Dispatcher } from 'undici';
import type { Carrier, ExchangeOptions } from './outgoing-exchange.js';

/**
 * One connection at a time, of a pool. When a host closes a connection at the moment that a request goes out on it, only
 * whoever knows that the connection is an old one may send the request again; undici does not say, so this does.
 */
export class OutgoingConnection extends Client implements Carrier {
  hasServed = false;

  constructor(origin: URL, options: Client.Options) {
    super(origin, options);
    this.on('connect', () => {
      this.hasServed = false;
    });
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    (options as ExchangeOptions).exchange.carrier = this;
    return super.dispatch(options, handler);
  }
}
