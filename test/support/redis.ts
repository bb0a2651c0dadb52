import { findRedisServer, HOW_TO_INSTALL } from '../../tools/redis-server/find-redis-server.js';
import { LocalRedis, type LocalRedisOptions } from '../../tools/redis-server/local-redis.js';

/** Starts servers that are ended with the suite, whatever its tests did. */
export type StartRedis = (options?: LocalRedisOptions) => Promise<LocalRedis>;

/**
 * A suite that needs a real Redis. Where there is none, it is skipped and says what to install; with `CI` set it fails.
 */
export function describeWithRedis(name: string, define: (start: StartRedis) => void): void {
  if (findRedisServer() === undefined) {
    if (process.env['CI']) {
      it(`${name}: needs a Redis`, () => {
        throw new Error(`There is no Redis on this machine: ${HOW_TO_INSTALL}.`);
      });
      return;
    }
    process.stderr.write(`skipped, for want of a Redis: ${name}. To run it ${HOW_TO_INSTALL}.\n`);
    describe.skip(name, () => define(() => Promise.reject(new Error('skipped'))));
    return;
  }
  describe(name, () => {
    const started: LocalRedis[] = [];
    define(async (options) => {
      const redis = await LocalRedis.start(options);
      started.push(redis);
      return redis;
    });
    // Defined last, so it runs last: services are closed before their Redis.
    afterAll(() => Promise.all(started.splice(0).map((redis) => redis.close())));
  });
}
