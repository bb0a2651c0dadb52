import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Secret } from '../../config/secret.js';
import { CLOCK, type Clock } from '../common/clock.js';
import { Events } from '../common/events.js';
import { LOGGER } from '../common/logging/logger.js';
import type { TokenSet } from '../entra/token-set.js';
import { SealedRecords } from '../store/sealed-records.js';
import { StoreUnavailableError } from '../store/store.errors.js';
import { SharedRefresh } from './shared-refresh.js';
import { encodeTokenRecord, newTokenRecord, tokenRecordSchema, usableToken } from './token-record.js';
import type { AccessTokenOptions, TokenOwner } from './token-request.js';
import { InteractionRequiredError } from './tokens.errors.js';

/** The tokens of people: kept sealed under their owner, refreshed when stale, at most one refresh of an owner at a time. */
@Injectable()
export class TokenService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly events: Events,
    private readonly records: SealedRecords,
    private readonly refresh: SharedRefresh,
  ) {}

  /** Keeps what a sign-in gave, for a session that is about to begin. */
  async store(
    owner: TokenOwner,
    tokenSet: TokenSet,
    scopes: readonly string[],
    loginHint: string | null,
  ): Promise<void> {
    const record = encodeTokenRecord(newTokenRecord(tokenSet, scopes, loginHint));
    await this.records.write('tokens', owner.id, record, owner.idleExpiresAtMs);
  }

  /** What Entra wants as `logout_hint`, if it told us. */
  async loginHint(owner: TokenOwner): Promise<string | null> {
    return (await this.records.read('tokens', owner.id, tokenRecordSchema))?.value.loginHint ?? null;
  }

  /**
   * An access token for the person, good for all of `scopes` (of one API).
   * @param owner the session, for whoever is signed in
   * @throws InteractionRequiredError when the person has to sign in again; the owner is ended when Entra has withdrawn
   *   the person
   * @throws EntraOutageError, TokenRefusedError, StoreUnavailableError: not about the person, whose session stays
   */
  async getAccessTokenForUser(
    owner: TokenOwner,
    scopes: readonly string[],
    options: AccessTokenOptions = {},
  ): Promise<Secret> {
    const request = { owner, scopes, ...options };
    const record = await this.records.read('tokens', owner.id, tokenRecordSchema);
    if (record === undefined) throw new InteractionRequiredError(scopes, options.claims);
    const inHand = usableToken(record.value, request, this.clock.now());
    if (inHand?.isFresh) return inHand.token;
    try {
      return await this.refresh.run(request);
    } catch (error) {
      if (error instanceof InteractionRequiredError && error.isWithdrawn) await this.#end(owner);
      throw error;
    }
  }

  /** Whether or not that succeeds, the person has to sign in again: the next refresh would say so once more. */
  async #end(owner: TokenOwner): Promise<void> {
    try {
      const hasEnded = await owner.onWithdrawn?.();
      if (hasEnded) this.events.raise({ event: 'session_ended', reason: 'withdrawn', count: 1 });
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      this.log.error({ err: error }, 'could not end the session of somebody whom Entra has withdrawn');
    }
  }
}
