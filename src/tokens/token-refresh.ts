import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Configuration } from '../../config/configuration.js';
import type { Secret } from '../../config/secret.js';
import { CLOCK, type Clock } from '../common/clock.js';
import { CONFIGURATION } from '../common/configuration.module.js';
import { LOGGER } from '../common/logging/logger.js';
import type { Session } from '../session/session.js';
import type { Unsealed } from '../session/store/sealed-records.js';
import { isEntraFailure, RefreshFailures, toError } from './refresh-failures.js';
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
    let known: string | undefined;
    for (;;) {
      const { answer, inHand, failure } = await this.#look(session, request, work, known);
      if (answer !== undefined) return answer;
      known ??= failure?.id ?? 'none';
      const failureBefore = known;
      const held = await this.lease.during(session.id, () =>
        this.#asHolder(session, request, work, failureBefore),
      );
      if (held !== undefined) return held.result;
      // Another instance is at it: what is still good will do meanwhile.
      if (inHand !== undefined) return inHand.token;
      if (performance.now() > giveUpAtMs) {
        throw new EntraOutageError('entra_timeout', { log: { reason: 'another instance did not finish' } });
      }
      await pause(POLL_MS * (0.5 + Math.random()));
    }
  }

  /**
   * What there is without asking Entra: a token that others wrote, or that lives on while refreshes fail.
   * @param known the failure that was there when we came; a later one counts for us
   * @throws EntraFailure when others failed at the same, or Entra would refuse the same again
   */
  async #look(session: Session, request: TokenRequest, work: string, known: string | undefined) {
    const record = await this.#read(session, request);
    const inHand = this.#usable(record, request);
    if (inHand?.isFresh) return { record, inHand, answer: inHand.token, failure: undefined };
    const failure = await this.failures.latest(session);
    if (failure?.work !== work) return { record, inHand, answer: undefined, failure };
    if (failure.kind === 'interaction' && failure.version === record.version) {
      throw toError(failure, request.scopes);
    }
    // It failed a moment ago: early as it would be, nobody waits for another try.
    if (inHand !== undefined) return { record, inHand, answer: inHand.token, failure };
    if (known !== undefined && failure.id !== known) throw toError(failure, request.scopes);
    return { record, inHand, answer: undefined, failure };
  }

  async #asHolder(session: Session, request: TokenRequest, work: string, known: string): Promise<Secret> {
    const { record, inHand, answer } = await this.#look(session, request, work, known);
    if (answer !== undefined) return answer;
    if (inHand !== undefined && record.value.refreshToken === null) return inHand.token;
    try {
      return await this.#redeem(session, request, record);
    } catch (error) {
      if (!isEntraFailure(error)) throw error;
      // Nothing is left behind of somebody who has signed out meanwhile.
      const now = await this.records.read(session);
      if (now !== undefined) await this.failures.publish(session, work, record, error);
      // Entra is down or refuses us, not the person: early as it is, what is in hand may still do.
      if (inHand === undefined || error instanceof InteractionRequiredError) throw error;
      this.log.warn({ err: error }, 'could not refresh early; the access token in hand is still good');
      return inHand.token;
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
