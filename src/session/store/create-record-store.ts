import type { Logger } from 'pino';
import type { Configuration } from '../../../config/configuration.js';
import type { Clock } from '../../common/clock.js';
import { MemoryRecordStore } from './memory-record-store.js';
import type { RecordStore } from './record-store.js';
import { RedisRecordStore } from './redis-record-store.js';

/** The store that the configuration asks for. One in Redis connects by itself: nobody waits for it at start. */
export function createRecordStore(
  { redis, deadlines }: Pick<Configuration, 'redis' | 'deadlines'>,
  clock: Clock,
  logger: Logger,
): RecordStore {
  if (redis === undefined) return new MemoryRecordStore(clock);
  return new RedisRecordStore(clock, { ...redis, timeoutMs: deadlines.storeMs }, logger);
}
