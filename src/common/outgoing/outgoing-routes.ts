import { Pool } from 'undici';
import { type Connector, directConnector } from './outgoing-connector.js';
import { OutgoingConnection } from './outgoing-connection.js';
import { proxyFor } from './outgoing-proxy.js';
import { tunnelConnector } from './outgoing-tunnel.js';

/** For a connection with TLS, and for a tunnel. Calls give up by themselves; this frees what they waited for. */
const CONNECT_TIMEOUT_MS = 5000;

export interface ConnectionSettings {
  /** How many there are to one host at once. What comes then waits, as long as its limits let it. */
  connections: number;
  /** How long one is kept for the next call. A host that says less gets less. */
  idleMs: number;
}

/** How a host is reached. */
export interface Route {
  readonly pool: Pool;
  /** The address of the proxy, without credentials. */
  readonly proxy: string | undefined;
}

/** The ways to other hosts, each made at the first call to it, by the proxies that the environment named then. */
export class OutgoingRoutes {
  readonly #routes = new Map<string, Route>();

  constructor(private readonly settings: ConnectionSettings) {}

  /** @throws TransportError `PROXY_ADDRESS` */
  to(url: URL): Route {
    const known = this.#routes.get(url.origin);
    if (known !== undefined) return known;
    const proxy = proxyFor(url);
    const timeoutMs = CONNECT_TIMEOUT_MS;
    const connect = proxy === undefined ? directConnector(timeoutMs) : tunnelConnector(proxy, timeoutMs);
    const route = { pool: this.#pool(url.origin, connect), proxy: proxy?.address };
    this.#routes.set(url.origin, route);
    return route;
  }

  #pool(origin: string, connect: Connector): Pool {
    const { connections, idleMs } = this.settings;
    return new Pool(origin, {
      factory: (url, options) => new OutgoingConnection(url, { ...(options as Pool.Options), connect }),
      connections,
      keepAliveTimeout: idleMs,
      keepAliveMaxTimeout: idleMs,
      // Each exchange looks after its own.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }
}
