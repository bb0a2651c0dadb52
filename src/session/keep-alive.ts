import type { Logger } from 'pino';
import type { Clock } from '../common/clock.js';
import type { SessionIndex } from './session-index.js';
import type { Session } from './session.js';
import type { SealedRecords } from '../store/sealed-records.js';

/** Without a write that failed for so long, an outage is over. */
const OUTAGE_QUIET_MS = 60_000;

/** Moves the idle ends of sessions in use, and tells the log when the store takes no writes: once, and once that it does. */
export class KeepAlive {
  /** Of the last write that failed, in the outage under way. */
  #failedAtMs: number | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly log: Logger,
    private readonly records: SealedRecords,
    private readonly index: SessionIndex,
  ) {}

  /**
   * Moves the end to `idleExpiresAtMs`. Never rejects, and no request needs to wait for it: what could not be written is
   * tried again by the next request of the session, which lasts as long as the store knows.
   */
  async extend(session: Session, idleExpiresAtMs: number): Promise<void> {
    try {
      // The indexes first: a session that outlived its place there would not be found when all are ended.
      await this.index.add({ ...session, idleExpiresAtMs });
      await this.records.extend(session.id, idleExpiresAtMs);
      this.#succeeded();
    } catch (error) {
      if (this.#failedAtMs === undefined) {
        this.log.error({ err: error }, 'sessions can not be kept alive: they end though they are in use');
      }
      this.#failedAtMs = this.clock.now();
    }
  }

  /** One that succeeds ends no outage by itself: of several nodes one may fail alone. */
  #succeeded(): void {
    if (this.#failedAtMs === undefined || this.clock.now() - this.#failedAtMs < OUTAGE_QUIET_MS) return;
    this.#failedAtMs = undefined;
    this.log.info('sessions are kept alive again');
  }
}
