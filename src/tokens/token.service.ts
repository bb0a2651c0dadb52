import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Secret } from '../../config/secret.js';
import { CLOCK, type Clock } from '../common/clock.js';
import { AppError } from '../common/errors/app-error.js';
import { LOGGER } from '../common/logging/logger.js';
import type { Session } from '../session/session.js';
import { SealedRecords, type Unsealed } from '../session/store/sealed-records.js';
import { SingleFlight } from './single-flight.js';
import { TokenClient } from './token-client.js';
import {
  encodeTokenRecord,
  findAccessToken,
  type TokenRecord,
  tokenRecordSchema,
  withTokenSet,
} from './token-record.js';
import type { TokenSet } from './token-set.js';
import { EntraOutageError, InteractionRequiredError, TokenRefusedError } from './tokens.errors.js';

/** A token is refreshed when it has less than this to live. */
const REFRESH_AHEAD_MS = 5 * 60_000;
const MAX_WRITES = 3;

export interface AccessTokenOptions {
  /** A token that the API refused: it is not given again. */
  rejected?: Secret;
  /** The claims challenge that came with the refusal, as JSON. */
  claims?: string;
}

/** The tokens of a session: kept sealed beside it, refreshed when stale, at most one refresh of a session at a time. */
@Injectable()
export class TokenService {
  readonly #refreshes = new SingleFlight<Secret>();

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly records: SealedRecords,
    private readonly client: TokenClient,
  ) {}

  /** Keeps what a sign-in gave, under a session that is about to begin. */
  async store(
    session: Session,
    tokenSet: TokenSet,
    scopes: readonly string[],
    loginHint: string | null,
  ): Promise<void> {
    const record = withTokenSet({ accessTokens: [], refreshToken: null, loginHint }, tokenSet, scopes);
    await this.records.write('tokens', session.id, encodeTokenRecord(record), session.idleExpiresAtMs);
  }

  /** What Entra wants as `logout_hint`, if it told us. */
  async loginHint(session: Session): Promise<string | null> {
    return (await this.#read(session))?.value.loginHint ?? null;
  }

  /**
   * An access token for the person of this session, good for all of `scopes` (of one API).
   * @throws InteractionRequiredError when the person has to sign in again
   * @throws EntraOutageError, StoreUnavailableError: transient, the session stays
   */
  async getAccessTokenForUser(
    session: Session,
    scopes: readonly string[],
    options: AccessTokenOptions = {},
  ): Promise<Secret> {
    const record = await this.#read(session);
    if (record === undefined) throw new InteractionRequiredError(scopes, options.claims);
    const token = this.#usable(record.value, scopes, options, REFRESH_AHEAD_MS);
    if (token !== undefined) return token;
    const work = JSON.stringify([scopes, options.claims, options.rejected?.reveal()]);
    return this.#refreshes.run(session.id.reveal(), work, () => this.#refresh(session, scopes, options));
  }

  async #refresh(session: Session, scopes: readonly string[], options: AccessTokenOptions): Promise<Secret> {
    const before = await this.#read(session);
    if (before === undefined) throw new InteractionRequiredError(scopes, options.claims);
    // Whoever refreshed before us in the queue may have left what we need.
    const token = this.#usable(before.value, scopes, options, REFRESH_AHEAD_MS);
    if (token !== undefined) return token;
    const inHand = this.#usable(before.value, scopes, options, 0);
    const { refreshToken } = before.value;
    if (refreshToken === null) {
      if (inHand !== undefined) return inHand;
      throw new InteractionRequiredError(scopes, options.claims);
    }
    try {
      const tokenSet = await this.client.refresh(refreshToken, scopes, options.claims);
      await this.#save(session, before, tokenSet, scopes);
      return tokenSet.accessToken;
    } catch (error) {
      if (error instanceof TokenRefusedError && error.interactionRequired) {
        const { entra, log, refusal } = error;
        throw new InteractionRequiredError(scopes, refusal.claims ?? options.claims, {
          cause: error,
          entra,
          log,
        });
      }
      // Entra is down or refuses us, not the person: early as it is, what is in hand may still do.
      const transient = error instanceof EntraOutageError || error instanceof TokenRefusedError;
      if (!transient || inHand === undefined) throw error;
      this.log.warn({ err: error }, 'could not refresh early; the access token in hand is still good');
      return inHand;
    }
  }

  /** Compare-and-set, so that a record that is gone stays gone and parallel writers lose nothing. */
  async #save(session: Session, read: Unsealed<TokenRecord>, tokenSet: TokenSet, scopes: readonly string[]) {
    let current: Unsealed<TokenRecord> | undefined = read;
    for (let write = 0; write < MAX_WRITES && current !== undefined; write += 1) {
      const record = encodeTokenRecord(withTokenSet(current.value, tokenSet, scopes));
      if (await this.records.replace('tokens', session.id, record, current.version)) return;
      current = await this.#read(session);
    }
    // Signed out while the refresh was under way: nothing undoes that.
    if (current === undefined) throw new AppError('not_signed_in');
    throw new AppError('store_unavailable', { log: { reason: 'the token record kept changing' } });
  }

  #usable(
    record: TokenRecord,
    scopes: readonly string[],
    { rejected }: AccessTokenOptions,
    aheadMs: number,
  ): Secret | undefined {
    const entry = findAccessToken(record, scopes);
    if (entry === undefined || entry.expiresAtMs - aheadMs <= this.clock.now()) return undefined;
    return entry.token.reveal() === rejected?.reveal() ? undefined : entry.token;
  }

  #read(session: Session): Promise<Unsealed<TokenRecord> | undefined> {
    return this.records.read('tokens', session.id, tokenRecordSchema);
  }
}
