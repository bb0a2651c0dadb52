import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pino } from 'pino';
import { Redis } from 'ioredis';

/** What of undici is used here; it stands in the package.json of the peers, not in that of this project. */
interface Undici {
  Pool: new (origin: string, options: { connections: number }) => Pool;
}

interface Pool {
  request(request: {
    path: string;
    method: string;
    headers: Record<string, string>;
    body?: string;
  }): Promise<{ statusCode: number; body: { json(): Promise<unknown> } }>;
}

const CONNECTIONS = 16;

/** A variable that the command sets for every row. */
export function environment(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: npm run bench starts this.`);
  return value;
}

/** Connections to Entra or Graph that are kept. */
export function poolTo(origin: string): Pool {
  const { Pool } = createRequire(join(environment('PEERS'), 'package.json'))('undici') as Undici;
  return new Pool(origin, { connections: CONNECTIONS });
}

export async function connectToRedis(): Promise<Redis> {
  const redis = new Redis(environment('REDIS_URL'), { lazyConnect: true });
  redis.on('error', (error) => console.error(error));
  await redis.connect();
  return redis;
}

const log = pino();

/** One line a request, when it is answered. */
export function logRequest(request: IncomingMessage, response: ServerResponse): void {
  const beganAt = performance.now();
  const { method, url = '' } = request;
  response.once('finish', () => {
    log.info({
      method,
      path: url.split('?', 1)[0],
      status: response.statusCode,
      responseTimeMs: Math.round(performance.now() - beganAt),
    });
  });
}
