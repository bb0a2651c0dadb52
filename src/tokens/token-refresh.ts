import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Secret } from '../../config/secret.js';
import { AppError } from '../common/app-error.js';
import { CLOCK, type Clock } from '../common/clock.js';
import { Events } from '../common/events.js';
import { LOGGER } from '../common/logging/logger.js';
import { requestErrors } from '../common/request.errors.js';
import { TokenClient } from '../entra/token-client.js';
import type { TokenSet } from '../entra/token-set.js';
import { SealedRecords, type Unsealed } from '../store/sealed-records.js';
import { StoreUnavailableError } from '../store/store.errors.js';
import { type EntraFailure, errorFor, isEntraFailure, needsSignIn, toFailure } from './refresh-failure.js';
import {
  encodeTokenRecord,
  type TokenRecord,
  tokenRecordSchema,
  usableToken,
  withFailure,
  withTokenSet,
} from './token-record.js';
import type { TokenRequest } from './token-request.js';
import { InteractionRequiredError } from './tokens.errors.js';

/** So often new tokens are written into a record that others change meanwhile. */
const MAX_WRITES = 3;

/**
 * Sends a refresh token to Entra, and leaves in the token record what came of it: new tokens, or how it failed. A store
 * that takes no writes withholds neither from the caller.
 */
@Injectable()
export class TokenRefresh {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly events: Events,
    private readonly records: SealedRecords,
    private readonly client: TokenClient,
  ) {}

  /**
   * @param record as it was just read
   * @throws InteractionRequiredError, EntraFailure, StoreUnavailableError, and AppError `not_signed_in` when the person
   *   has signed out meanwhile
   */
  async perform(request: TokenRequest, record: Unsealed<TokenRecord>, isLastTry = false): Promise<Secret> {
    const { owner, scopes, claims } = request;
    const { refreshToken } = record.value;
    if (refreshToken === null) throw new InteractionRequiredError(scopes, claims);
    try {
      const tokenSet = await this.client.refresh(refreshToken, scopes, claims);
      this.events.raise({ event: 'token_refresh', errorCode: undefined });
      await this.#keep(request, record, tokenSet);
      return tokenSet.accessToken;
    } catch (error) {
      if (!isEntraFailure(error)) throw error;
      this.events.raise({ event: 'token_refresh', errorCode: error.code });
      if (!needsSignIn(error)) return this.#fail(request, record, error);
      const now = await this.records.read('tokens', owner.id, tokenRecordSchema);
      if (now === undefined) throw new InteractionRequiredError(scopes, claims);
      // An instance that had slept through its lease was faster: its tokens count.
      const theirs = usableToken(now.value, request, this.clock.now());
      if (theirs?.isFresh) return theirs.token;
      const isSame = now.value.refreshToken?.reveal() === refreshToken.reveal();
      if (!isSame && !isLastTry) return this.perform(request, now, true);
      return this.#fail(request, isSame ? now : record, error);
    }
  }

  /**
   * Leaves the failure for those who wait, and throws it. Compare-and-set: a record that was written meanwhile is another
   * one, which has not failed, and one that is gone stays gone.
   */
  async #fail(request: TokenRequest, read: Unsealed<TokenRecord>, error: EntraFailure): Promise<never> {
    const now = this.clock.now();
    const record = withFailure(read.value, toFailure(error, request, now), now);
    try {
      await this.records.replace('tokens', request.owner.id, encodeTokenRecord(record), read.version);
    } catch (storeError) {
      if (!(storeError instanceof StoreUnavailableError)) throw storeError;
      this.log.warn({ err: storeError }, 'could not note that a refresh failed: others will try the same');
    }
    throw errorFor(error, request);
  }

  /**
   * Puts new tokens into the record. Compare-and-set, so that a record that is gone stays gone and parallel writers lose
   * nothing; tried once more when the store failed half-way, because Entra may not give these tokens twice.
   */
  async #keep({ owner, scopes }: TokenRequest, read: Unsealed<TokenRecord>, tokenSet: TokenSet): Promise<void> {
    const refreshedAtMs = this.clock.now();
    let current = read;
    let why: object = { reason: 'the token record kept changing' };
    try {
      for (let write = 1; write <= MAX_WRITES; write += 1) {
        const { value, version } = current;
        const record = encodeTokenRecord(withTokenSet(value, tokenSet, scopes, refreshedAtMs));
        if (await twice(() => this.records.replace('tokens', owner.id, record, version))) return;
        const now = await twice(() => this.records.read('tokens', owner.id, tokenRecordSchema));
        // Signed out while the refresh was under way: nothing undoes that.
        if (now === undefined) throw new AppError(requestErrors.not_signed_in);
        current = now;
      }
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      why = { err: error };
    }
    this.log.error(
      why,
      'new tokens could not be kept and serve this request alone: the next refresh sends the former refresh token again, and where Entra no longer takes that, the person has to sign in again',
    );
  }
}

function twice<T>(perform: () => Promise<T>): Promise<T> {
  return perform().catch(perform);
}
