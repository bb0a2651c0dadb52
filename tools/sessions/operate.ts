import type { Configuration } from '../../config/configuration.js';
import { systemClock } from '../../src/common/clock.js';
import { createLogger } from '../../src/common/logging/logger.js';
import { KeepAlive } from '../../src/session/keep-alive.js';
import { SessionIndex } from '../../src/session/session-index.js';
import { SessionService } from '../../src/session/session.service.js';
import { RedisRecordStore } from '../../src/store/redis/redis-record-store.js';
import { SealedRecords } from '../../src/store/sealed-records.js';
import { type CommandLine, UsageError } from './command-line.js';

/**
 * Counts sessions, or ends those of one person.
 * @returns how many there are, or were ended
 * @throws UsageError when there is no Redis, StoreUnavailableError when it does not answer
 */
export async function operate(
  { command, person }: CommandLine,
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
    const records = new SealedRecords(store, logger);
    const index = new SessionIndex(configuration, store, records);
    const sessions = new SessionService(
      configuration,
      systemClock,
      records,
      index,
      new KeepAlive(systemClock, logger, records, index),
    );
    if (command === 'end') return { ended: await sessions.endAll({ user: person }) };
    return { sessions: await sessions.count({ user: person }) };
  } finally {
    await store.close();
  }
}
