import type { IncomingMessage, ServerResponse } from 'node:http';
import { pino } from 'pino';
import { Redis } from 'ioredis';
import { Pool } from 'undici';

const CONNECTIONS = 16;

/** A variable that the command sets for every row. */
export function environment(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: npm run bench starts this.`);
  return value;
}

/** Connections to Entra or Graph that are kept. */
export function poolTo(origin: string): Pool {
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
