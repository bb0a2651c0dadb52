import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Connections } from './connections.js';

/** One port, on one address or on both loopback addresses. */
export interface Listener {
  readonly port: number;
  /** Nothing is answered before this is called. Called again, requests that come from then on go to the new handler. */
  serve(handler: RequestListener): void;
  /** Also ends the requests that hang. */
  close(): Promise<void>;
}

interface ListenOptions {
  /** 0 for any port that is free. */
  readonly port: number;
  /** The only address to listen on. Default: 127.0.0.1 and, where there is IPv6, ::1. */
  readonly host?: string | undefined;
  /** Default: plain http. */
  readonly tls?: ServerCertificate | undefined;
}

interface ServerCertificate {
  readonly cert: string;
  readonly key: string;
}

interface ListeningServer {
  readonly server: Server;
  readonly port: number;
  readonly connections: Connections;
}

type ServersOnOnePort = [ListeningServer, ...ListeningServer[]];

const ATTEMPTS_AT_A_FREE_PORT = 10;

/** @throws Error when the port is taken, or the address is none of this machine */
export async function listen({ port, host, tls }: ListenOptions): Promise<Listener> {
  const servers: ServersOnOnePort =
    host === undefined ? await listenOnLoopback(port, tls) : [await listenOn(host, port, tls)];
  return {
    port: servers[0].port,
    serve: (handler) => {
      for (const { server } of servers) server.removeAllListeners('request').on('request', handler);
    },
    close: () => closeAll(servers),
  };
}

/** On both addresses: a client may resolve `localhost` to either. */
async function listenOnLoopback(port: number, tls: ServerCertificate | undefined): Promise<ServersOnOnePort> {
  for (let attempt = 1; ; attempt += 1) {
    const first = await listenOn('127.0.0.1', port, tls);
    try {
      return [first, await listenOn('::1', first.port, tls)];
    } catch (error) {
      // Any other error means that this machine has no IPv6.
      if (!isTaken((error as Error).cause)) return [first];
      await closeAll([first]);
      if (port !== 0 || attempt === ATTEMPTS_AT_A_FREE_PORT) throw error;
    }
  }
}

async function listenOn(host: string, port: number, tls: ServerCertificate | undefined): Promise<ListeningServer> {
  const server = tls === undefined ? createHttpServer() : createHttpsServer({ cert: tls.cert, key: tls.key });
  const connections = new Connections(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explain(error, host, port)));
    server.listen({ host, port }, resolve);
  });
  return { server, port: (server.address() as AddressInfo).port, connections };
}

async function closeAll(servers: readonly ListeningServer[]): Promise<void> {
  await Promise.all(
    servers.map(
      ({ server, connections }) =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
          connections.destroyAll();
        }),
    ),
  );
}

function isTaken(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
}

function explain(error: unknown, host: string, port: number): Error {
  if (isTaken(error)) return new Error(`Port ${port} is taken by another program.`, { cause: error });
  const { code, message } = error as NodeJS.ErrnoException;
  return new Error(`Cannot listen on ${host}, port ${port}: ${code ?? message}.`, { cause: error });
}
