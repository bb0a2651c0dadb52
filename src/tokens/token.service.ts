import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Secret } from '../../config/secret.js';
import { CLOCK, type Clock } from '../common/clock.js';
import { LOGGER } from '../common/logging/logger.js';
import { StoreUnavailableError } from '../store/store.errors.js';
import type { Session } from '../session/session.js';
import { SessionService } from '../session/session.service.js';
import { newTokenRecord, usableToken } from './token-record.js';
import { TokenRecords } from './token-records.js';
import { TokenRefresh } from './token-refresh.js';
import type { TokenSet } from '../entra/token-set.js';
import { InteractionRequiredError } from './tokens.errors.js';
import { isWithdrawn } from './withdrawn.js';

export interface AccessTokenOptions {
  /** A token that the API refused: it is given again only when a refresh brought it within the last five minutes. */
  rejected?: Secret;
  /** The claims challenge that came with the refusal, as JSON. */
  claims?: string;
}

/** The tokens of a session: kept sealed beside it, refreshed when stale, at most one refresh of a session at a time. */
@Injectable()
export class TokenService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly sessions: SessionService,
    private readonly records: TokenRecords,
    private readonly refresh: TokenRefresh,
  ) {}

  /** Keeps what a sign-in gave, under a session that is about to begin. */
  async store(
    session: Session,
    tokenSet: TokenSet,
    scopes: readonly string[],
    loginHint: string | null,
  ): Promise<void> {
    await this.records.begin(session, newTokenRecord(tokenSet, scopes, loginHint));
  }

  /** What Entra wants as `logout_hint`, if it told us. */
  async loginHint(session: Session): Promise<string | null> {
    return (await this.records.read(session))?.value.loginHint ?? null;
  }

  /**
   * An access token for the person of this session, good for all of `scopes` (of one API).
   * @throws InteractionRequiredError when the person has to sign in again; the session is over when Entra has withdrawn
   *   the person
   * @throws EntraOutageError, StoreUnavailableError: transient, the session stays
   */
  async getAccessTokenForUser(
    session: Session,
    scopes: readonly string[],
    options: AccessTokenOptions = {},
  ): Promise<Secret> {
    const record = await this.records.read(session);
    if (record === undefined) throw new InteractionRequiredError(scopes, options.claims);
    const request = { scopes, ...options };
    const inHand = usableToken(record.value, request, this.clock.now());
    if (inHand?.isFresh) return inHand.token;
    try {
      return await this.refresh.run(session, request);
    } catch (error) {
      if (isWithdrawn(error)) await this.#end(session);
      throw error;
    }
  }

  /** Whether or not that succeeds, the person has to sign in again: the next refresh would say so once more. */
  async #end(session: Session): Promise<void> {
    try {
      await this.sessions.endSession(session);
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      this.log.error({ err: error }, 'could not end the session of somebody whom Entra has withdrawn');
    }
  }
}
