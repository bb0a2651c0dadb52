import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that systems give to outgoing connections: one of those could take the port before it is used. */
const FIRST = 20_000;
const LAST = 31_999;
const TRIES = 100;

/**
 * A port of 127.0.0.1 that nobody listens on at this moment. Whoever listens on it must still see that the bind succeeds.
 * @throws Error when none of a hundred was free
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST + 1));
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port from ${FIRST} to ${LAST}`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false; // taken: the caller tries another
  }
  server.close();
  await once(server, 'close');
  return true;
}
