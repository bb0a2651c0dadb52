import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Secret } from '../../config/secret.js';
import { CLOCK, type Clock } from '../common/clock.js';
import { LOGGER } from '../common/logging/logger.js';
import type { Session } from '../session/session.js';
import type { Unsealed } from '../store/sealed-records.js';
import { type EntraFailure, isEntraFailure, toFailure } from './refresh-failure.js';
import { TokenClient } from '../entra/token-client.js';
import { type TokenRecord, type TokenRequest, usableToken } from './token-record.js';
import { isStoreOutage, TokenRecords } from './token-records.js';
import type { TokenSet } from '../entra/token-set.js';
import { TokenRefusedError } from '../entra/entra.errors.js';
import { InteractionRequiredError } from './tokens.errors.js';

/**
 * Sends a refresh token to Entra, and leaves in the token record what came of it: new tokens, or how it failed. A store
 * that takes no writes withholds neither from the caller.
 */
@Injectable()
export class TokenRenewal {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly records: TokenRecords,
    private readonly client: TokenClient,
  ) {}

  /**
   * @param work names what is asked for, to whoever asks for the same
   * @param record as it was just read
   * @throws EntraFailure, and AppError `not_signed_in` when the person has signed out meanwhile
   */
  async renew(
    session: Session,
    request: TokenRequest,
    work: string,
    record: Unsealed<TokenRecord>,
    isLastTry = false,
  ): Promise<Secret> {
    const { scopes, claims } = request;
    const { refreshToken } = record.value;
    if (refreshToken === null) throw new InteractionRequiredError(scopes, claims);
    let tokenSet;
    try {
      tokenSet = await this.client.refresh(refreshToken, scopes, claims);
    } catch (error) {
      if (!isEntraFailure(error)) throw error;
      if (!(error instanceof TokenRefusedError && error.interactionRequired)) {
        return this.#fail(session, work, record, error);
      }
      const now = await this.records.read(session);
      if (now === undefined) throw new InteractionRequiredError(scopes, claims);
      // An instance that had slept through its lease was faster: its tokens count.
      const theirs = usableToken(now.value, request, this.clock.now());
      if (theirs?.isFresh) return theirs.token;
      const isSame = now.value.refreshToken?.reveal() === refreshToken.reveal();
      if (!isSame && !isLastTry) return this.renew(session, request, work, now, true);
      const { refusal, entra, log } = error;
      const options = { cause: error, entra, log };
      const refused = new InteractionRequiredError(scopes, refusal.claims ?? claims, options);
      return this.#fail(session, work, isSame ? now : record, refused);
    }
    await this.#keep(session, record, tokenSet, scopes);
    return tokenSet.accessToken;
  }

  /** Leaves the failure for those who wait, and throws it. */
  async #fail(session: Session, work: string, record: Unsealed<TokenRecord>, error: EntraFailure): Promise<never> {
    try {
      await this.records.note(session, record, toFailure(error, work, this.clock.now()));
    } catch (storeError) {
      if (!isStoreOutage(storeError)) throw storeError;
      this.log.warn({ err: storeError }, 'could not note that a refresh failed: others will try the same');
    }
    throw error;
  }

  async #keep(
    session: Session,
    record: Unsealed<TokenRecord>,
    tokenSet: TokenSet,
    scopes: readonly string[],
  ): Promise<void> {
    try {
      await this.records.save(session, record, tokenSet, scopes);
    } catch (error) {
      if (!isStoreOutage(error)) throw error;
      this.log.error(
        { err: error },
        'new tokens could not be kept and serve this request alone: the next refresh sends the former refresh token again, and where Entra no longer takes that, the person has to sign in again',
      );
    }
  }
}
