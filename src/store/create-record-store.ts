import { type Logger, pino } from 'pino';
import type { Configuration } from '../../config/configuration.js';
import type { Clock } from '../common/clock.js';
import { MemoryRecordStore } from './memory-record-store.js';
import type { RecordStore } from './record-store.js';
import { RedisRecordStore } from './redis/redis-record-store.js';

/** The store that the configuration asks for. One in Redis connects by itself: nobody waits for it at start. */
export function createRecordStore(
  { redis, deadlines }: Pick<Configuration, 'redis' | 'deadlines'>,
  clock: Clock,
  logger: Logger,
): RecordStore {
  if (redis === undefined) return new MemoryRecordStore(clock);
  return new RedisRecordStore(clock, { ...redis, timeoutMs: deadlines.storeMs }, logger);
}

/**
 * What writes that nobody waits for go over. In Redis that is a connection of its own: while Redis holds writes back, as at a
 * fail-over, it answers nothing that comes after them on the same one. Their failures are told by whoever makes them.
 */
export function createKeepAliveStore(
  configuration: Pick<Configuration, 'redis' | 'deadlines'>,
  clock: Clock,
  store: RecordStore,
): RecordStore {
  return configuration.redis === undefined ? store : createRecordStore(configuration, clock, pino({ level: 'silent' }));
}
