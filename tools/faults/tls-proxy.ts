import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { createSecureContext, TLSSocket, type SecureContext } from 'node:tls';
import type { Certificate } from '../certificates/loopback-certificate.js';

/** Ends TLS on 127.0.0.1 in front of a plain server on the same machine. */
export interface TlsProxy {
  readonly port: number;
  /** Every request that passed, such as `POST /path`, as far as a request began a packet of its own. */
  readonly requests: readonly string[];
  /** Where to; before this is called connections are refused. */
  forwardTo(port: number): void;
  close(): Promise<void>;
}

export async function startTlsProxy(certificate: Certificate): Promise<TlsProxy> {
  const secureContext = createSecureContext(certificate);
  const requests: string[] = [];
  const open = new Set<Socket>();
  let target: number | undefined;
  const server = createServer((socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    if (target === undefined) socket.resetAndDestroy();
    else join(socket, secureContext, target, (request) => requests.push(request));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    forwardTo: (port) => {
      target = port;
    },
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A reset of the one side is a reset of the other: clients must see the same fault with TLS as without. */
function join(socket: Socket, secureContext: SecureContext, port: number, record: (request: string) => void): void {
  const client = new TLSSocket(socket, { isServer: true, secureContext });
  const upstream = connect(port, '127.0.0.1');
  upstream.on('error', () => socket.resetAndDestroy());
  upstream.once('close', () => client.end());
  client.on('error', () => upstream.destroy());
  client.once('close', () => upstream.destroy());
  socket.on('error', () => upstream.destroy());
  client.on('data', (chunk: Buffer) => {
    const request = /^[A-Z]+ [^ ?]+/.exec(chunk.toString('latin1'))?.[0];
    if (request !== undefined) record(request);
  });
  client.pipe(upstream).pipe(client);
}
