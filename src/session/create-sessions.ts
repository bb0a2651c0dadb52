import type { Logger } from 'pino';
import type { Configuration } from '../../config/configuration.js';
import type { Clock } from '../common/clock.js';
import type { RecordStore } from '../store/record-store.js';
import { SealedRecords } from '../store/sealed-records.js';
import { KeepAlive } from './keep-alive.js';
import { SessionIndex } from './session-index.js';
import { SessionService } from './session.service.js';

/**
 * The sessions in a store.
 * @param keepAliveStore over which they are kept alive (see `KEEP_ALIVE_STORE`)
 */
export function createSessions(
  configuration: Configuration,
  clock: Clock,
  log: Logger,
  store: RecordStore,
  keepAliveStore = store,
): SessionService {
  const partsOver = (its: RecordStore) => {
    const records = new SealedRecords(its, log);
    return [records, new SessionIndex(configuration, its, records)] as const;
  };
  const keepAlive = new KeepAlive(clock, log, ...partsOver(keepAliveStore));
  return new SessionService(configuration, clock, ...partsOver(store), keepAlive);
}
