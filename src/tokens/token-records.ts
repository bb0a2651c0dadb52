import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../common/clock.js';
import { AppError } from '../common/app-error.js';
import { StoreUnavailableError, storeErrors } from '../store/store.errors.js';
import type { Session } from '../session/session.js';
import { SealedRecords, type Unsealed } from '../store/sealed-records.js';
import type { RefreshFailure } from './refresh-failure.js';
import { encodeTokenRecord, type TokenRecord, tokenRecordSchema, withFailure, withTokenSet } from './token-record.js';
import type { TokenSet } from '../entra/token-set.js';
import { requestErrors } from '../common/request.errors.js';

const MAX_TRIES = 3;

/** The token record of a session, in the store. Every method rejects with StoreUnavailableError when the store fails. */
@Injectable()
export class TokenRecords {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly records: SealedRecords,
  ) {}

  /** Keeps what a sign-in gave, for as long as the session that is about to begin. */
  async begin(session: Session, record: TokenRecord): Promise<void> {
    await this.records.write('tokens', session.id, encodeTokenRecord(record), session.idleExpiresAtMs);
  }

  read(session: Session): Promise<Unsealed<TokenRecord> | undefined> {
    return this.records.read('tokens', session.id, tokenRecordSchema);
  }

  /**
   * Puts a new token set into the record. Compare-and-set, so that a record that is gone stays gone and parallel writers
   * lose nothing; tried once more when the store failed half-way, because Entra may not give these tokens twice.
   * @param read what the record was when the refresh began
   * @throws AppError `not_signed_in` when the person has signed out meanwhile
   */
  async save(
    session: Session,
    read: Unsealed<TokenRecord>,
    tokenSet: TokenSet,
    scopes: readonly string[],
  ): Promise<void> {
    const refreshedAtMs = this.clock.now();
    let current: Unsealed<TokenRecord> | undefined = read;
    let storeFailed = false;
    for (let write = 1; current !== undefined; write += 1) {
      const record = encodeTokenRecord(withTokenSet(current.value, tokenSet, scopes, refreshedAtMs));
      try {
        if (await this.records.replace('tokens', session.id, record, current.version)) return;
        if (write === MAX_TRIES) {
          throw new AppError(storeErrors.store_unavailable, {
            log: { reason: 'the token record kept changing' },
          });
        }
        current = await this.read(session);
      } catch (error) {
        if (storeFailed || !(error instanceof StoreUnavailableError)) throw error;
        storeFailed = true;
      }
    }
    // Signed out while the refresh was under way: nothing undoes that.
    throw new AppError(requestErrors.not_signed_in);
  }

  /**
   * Notes in the record how refreshing it failed. Compare-and-set: a record that was written meanwhile is another one,
   * which has not failed, and one that is gone stays gone.
   * @param read the record that did not do
   */
  async note(session: Session, read: Unsealed<TokenRecord>, failure: RefreshFailure): Promise<void> {
    const record = encodeTokenRecord(withFailure(read.value, failure, this.clock.now()));
    await this.records.replace('tokens', session.id, record, read.version);
  }
}

/** True when the store failed: what Entra gave or refused is as good as ever. */
export function isStoreOutage(error: unknown): boolean {
  return error instanceof AppError && error.code === 'store_unavailable';
}
