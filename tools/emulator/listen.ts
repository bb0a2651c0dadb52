import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One port on both loopback addresses. */
export interface LoopbackListener {
  readonly port: number;
  /** Nothing is answered before this is called. */
  serve(handler: RequestListener): void;
  /** Also ends the requests that hang. */
  close(): Promise<void>;
}

const ATTEMPTS_AT_A_FREE_PORT = 10;

/**
 * Listens on 127.0.0.1 and, where there is IPv6, on ::1: a client may resolve `localhost` to either.
 *
 * @param port - 0 for any port that is free on both
 * @throws Error when the port is taken
 */
export async function listenOnLoopback(port: number): Promise<LoopbackListener> {
  for (let attempt = 1; ; attempt += 1) {
    const servers = [await listen('127.0.0.1', port)];
    const actualPort = portOf(servers[0] as Server);
    try {
      servers.push(await listen('::1', actualPort));
    } catch (error) {
      if (isTaken(error)) {
        await closeAll(servers);
        if (port === 0 && attempt < ATTEMPTS_AT_A_FREE_PORT) continue;
        throw explain(error, actualPort);
      }
    }
    return {
      port: actualPort,
      serve: (handler) => servers.forEach((server) => server.on('request', handler)),
      close: () => closeAll(servers),
    };
  }
}

async function listen(host: string, port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(host === '127.0.0.1' ? explain(error, port) : error));
    server.listen({ host, port }, resolve);
  });
  return server;
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  await Promise.all(
    servers.map(
      (server) =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    ),
  );
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function isTaken(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
}

function explain(error: unknown, port: number): Error {
  if (isTaken(error)) return new Error(`Port ${port} is taken by another program.`, { cause: error });
  const { code, message } = error as NodeJS.ErrnoException;
  return new Error(`Cannot listen on port ${port}: ${code ?? message}.`, { cause: error });
}
