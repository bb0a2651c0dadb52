import type { Configuration } from '../../config/configuration.js';
import { systemClock } from '../../src/common/clock.js';
import { createLogger } from '../../src/common/logging/logger.js';
import { createSessions } from '../../src/session/create-sessions.js';
import { RedisRecordStore } from '../../src/store/redis/redis-record-store.js';
import { UsageError } from '../command-line/usage-error.js';
import type { Order } from './command-line.js';

/**
 * Counts sessions, or ends those of one person.
 * @returns how many there are, or were ended
 * @throws UsageError when there is no Redis, StoreUnavailableError when it does not answer
 */
export async function operate(
  { command, person }: Order,
  configuration: Configuration,
): Promise<{ sessions: number } | { ended: number }> {
  const { redis, deadlines } = configuration;
  if (redis === undefined) {
    throw new UsageError('REDIS_URL is not set: sessions in the memory of the service are out of reach');
  }
  // The store would tell why it does not answer; stdout is for the answer.
  const logger = createLogger('silent');
  const store = new RedisRecordStore(systemClock, { ...redis, timeoutMs: deadlines.storeMs }, logger);
  try {
    if (person === undefined) return { sessions: await store.count('session:') };
    const sessions = createSessions(configuration, systemClock, logger, store);
    if (command === 'end') return { ended: await sessions.endAll({ user: person }) };
    return { sessions: await sessions.count({ user: person }) };
  } finally {
    await store.close();
  }
}
