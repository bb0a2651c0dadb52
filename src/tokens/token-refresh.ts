import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Configuration } from '../../config/configuration.js';
import type { Secret } from '../../config/secret.js';
import { CLOCK, type Clock } from '../common/clock.js';
import { CONFIGURATION } from '../common/configuration.module.js';
import { AppError } from '../common/errors/app-error.js';
import { LOGGER } from '../common/logging/logger.js';
import type { Session } from '../session/session.js';
import type { Unsealed } from '../session/store/sealed-records.js';
import { type RefreshFailure, RefreshFailures, toError } from './refresh-failures.js';
import { LEASE_MS, RefreshLease } from './refresh-lease.js';
import { SingleFlight } from './single-flight.js';
import { TokenClient } from './token-client.js';
import { type TokenRecord, type TokenRequest, usableToken } from './token-record.js';
import { TokenRecords } from './token-records.js';
import { EntraOutageError, InteractionRequiredError, TokenRefusedError } from './tokens.errors.js';

/** Between looks at what another instance is doing. */
const POLL_MS = 100;

/**
 * Refreshes the tokens of a session: once, whoever asks and wherever. Callers of this instance share one flight; among
 * instances the holder of a lease refreshes, and the others take the tokens that it writes, or its failure.
 */
@Injectable()
export class TokenRefresh {
  readonly #flights = new SingleFlight<Secret>();

  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly records: TokenRecords,
    private readonly lease: RefreshLease,
    private readonly failures: RefreshFailures,
    private readonly client: TokenClient,
  ) {}

  /** Errors are those of `TokenService.getAccessTokenForUser`. */
  run(session: Session, request: TokenRequest): Promise<Secret> {
    const { scopes, claims, rejected } = request;
    const work = createHash('sha256')
      .update(JSON.stringify([scopes, claims, rejected?.reveal()]))
      .digest('base64url');
    return this.#flights.run(session.id.reveal(), work, () => this.#refresh(session, request, work));
  }

  async #refresh(session: Session, request: TokenRequest, work: string): Promise<Secret> {
    const { tokenMs, discoveryMs } = this.configuration.deadlines;
    const giveUpAtMs = performance.now() + discoveryMs + tokenMs + LEASE_MS;
    const known = await this.failures.latest(session);
    const assertNotFailed = async () => {
      const failure = await this.failures.latest(session);
      if (isNews(failure, known, work)) throw toError(failure, request.scopes);
    };
    for (;;) {
      const held = await this.lease.during(session.id, async () => {
        await assertNotFailed();
        return this.#asHolder(session, request, work);
      });
      if (held !== undefined) return held.result;
      // Another instance is at it: what is still good will do meanwhile.
      const inHand = this.#usable(await this.#read(session, request), request);
      if (inHand !== undefined) return inHand.token;
      if (performance.now() > giveUpAtMs) {
        throw new EntraOutageError('entra_timeout', { log: { reason: 'another instance did not finish' } });
      }
      await pause(POLL_MS * (0.5 + Math.random()));
      await assertNotFailed();
    }
  }

  async #asHolder(session: Session, request: TokenRequest, work: string): Promise<Secret> {
    const record = await this.#read(session, request);
    const inHand = this.#usable(record, request);
    if (inHand?.isFresh) return inHand.token; // whoever held the lease before us left what we need
    if (inHand !== undefined && record.value.refreshToken === null) return inHand.token;
    try {
      return await this.#redeem(session, request, record);
    } catch (error) {
      // Entra is down or refuses us, not the person: early as it is, what is in hand may still do.
      if (inHand !== undefined && (error instanceof EntraOutageError || error instanceof TokenRefusedError)) {
        this.log.warn({ err: error }, 'could not refresh early; the access token in hand is still good');
        return inHand.token;
      }
      if (isOfEntra(error)) await this.failures.publish(session, work, error);
      throw error;
    }
  }

  async #redeem(
    session: Session,
    request: TokenRequest,
    record: Unsealed<TokenRecord>,
    isLastTry = false,
  ): Promise<Secret> {
    const { scopes, claims } = request;
    const { refreshToken } = record.value;
    if (refreshToken === null) throw new InteractionRequiredError(scopes, claims);
    try {
      const tokenSet = await this.client.refresh(refreshToken, scopes, claims);
      await this.records.save(session, record, tokenSet, scopes);
      return tokenSet.accessToken;
    } catch (error) {
      if (!(error instanceof TokenRefusedError && error.interactionRequired)) throw error;
      const { refusal, entra, log } = error;
      const newer = await this.#read(session, request);
      if (isLastTry || newer.version === record.version) {
        throw new InteractionRequiredError(scopes, refusal.claims ?? claims, { cause: error, entra, log });
      }
      // An instance that had slept through its lease was faster: its tokens count.
      const theirs = this.#usable(newer, request);
      return theirs?.isFresh ? theirs.token : this.#redeem(session, request, newer, true);
    }
  }

  #usable({ value }: Unsealed<TokenRecord>, request: TokenRequest) {
    return usableToken(value, request, this.clock.now());
  }

  async #read(session: Session, { scopes, claims }: TokenRequest): Promise<Unsealed<TokenRecord>> {
    const record = await this.records.read(session);
    if (record === undefined) throw new InteractionRequiredError(scopes, claims);
    return record;
  }
}

/** True when the failure is of the same work, and came while we waited. */
function isNews(
  failure: RefreshFailure | undefined,
  known: RefreshFailure | undefined,
  work: string,
): failure is RefreshFailure {
  return failure !== undefined && failure.id !== known?.id && failure.work === work;
}

/** What Entra said or did, as against a store that failed or a person who signed out meanwhile. */
function isOfEntra(error: unknown): error is AppError {
  return (
    error instanceof EntraOutageError ||
    error instanceof TokenRefusedError ||
    error instanceof InteractionRequiredError
  );
}
