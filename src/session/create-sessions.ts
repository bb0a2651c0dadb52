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
 * @param records those of that store; shared with whoever reads the tokens of sessions, which then come with them
 * @param keepAliveStore over which they are kept alive (see `KEEP_ALIVE_STORE`)
 */
export function createSessions(
  configuration: Configuration,
  clock: Clock,
  log: Logger,
  store: RecordStore,
  records = new SealedRecords(store, log),
  keepAliveStore = store,
): SessionService {
  const index = new SessionIndex(configuration, store, records);
  const keepAliveRecords = new SealedRecords(keepAliveStore, log);
  const keepAliveIndex = new SessionIndex(configuration, keepAliveStore, keepAliveRecords);
  const keepAlive = new KeepAlive(clock, log, keepAliveRecords, keepAliveIndex);
  return new SessionService(configuration, clock, records, index, keepAlive);
}
