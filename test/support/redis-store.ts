import { redisAddresses } from '../../config/redis-address.js';
import { type Clock, systemClock } from '../../src/common/clock.js';
import { RedisRecordStore } from '../../src/store/redis/redis-record-store.js';
import { type RecordedLog, recordLog } from './recorded-log.js';

interface RedisStoreOptions {
  clock?: Clock;
  timeoutMs?: number;
  cluster?: boolean;
  sentinelMaster?: string;
  log?: RecordedLog;
}

/** A store as the service makes it from REDIS_URL. */
export function redisStore(
  url: string,
  { clock = systemClock, timeoutMs = 2000, cluster = false, sentinelMaster, log = recordLog() }: RedisStoreOptions = {},
): RedisRecordStore {
  const [address, ...others] = redisAddresses.parse(url);
  return new RedisRecordStore(clock, { ...address, others, cluster, sentinelMaster, timeoutMs }, log.logger);
}
