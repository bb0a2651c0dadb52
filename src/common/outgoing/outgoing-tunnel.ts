import type { Socket } from 'node:net';
import { type buildConnector, Pool } from 'undici';
import { type Connector, directConnector } from './outgoing-connector.js';
import type { Proxy } from './outgoing-proxy.js';
import { connectionError, TransportError } from './transport-error.js';

/**
 * Connects through a proxy: a tunnel (CONNECT) and TLS within it, so that what the proxy itself says is never taken for the
 * host's answer. undici's ProxyAgent does the same, and has the status of a refusal in a sentence alone.
 * @param timeoutMs for the tunnel, and again for TLS
 */
export function tunnelConnector({ address, authorization }: Proxy, timeoutMs: number): Connector {
  const proxy = new Pool(address, { headersTimeout: timeoutMs, connectTimeout: timeoutMs });
  const secure = directConnector(timeoutMs);
  const open = async ({ hostname, port }: buildConnector.Options, signal: AbortSignal) => {
    const path = `${hostname}:${port || 443}`;
    const headers = { host: path, ...(authorization !== undefined && { 'proxy-authorization': authorization }) };
    const { statusCode, socket } = await proxy.connect({ path, headers, signal });
    if (statusCode === 200) return socket as Socket;
    socket.on('error', () => undefined).destroy();
    throw new TransportError('unreachable', `PROXY_${statusCode}`);
  };
  return (target, callback, givenUp) => {
    open(target, givenUp).then(
      (httpSocket) => secure({ ...target, httpSocket }, callback, givenUp),
      // undici takes an error of its own for a request's, and connects again at once, without end.
      (error: unknown) => callback(connectionError(error), null),
    );
  };
}
