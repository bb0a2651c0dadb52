import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Configuration } from '../../config/configuration.js';
import type { Secret } from '../../config/secret.js';
import { CLOCK, type Clock } from '../common/clock.js';
import { CONFIGURATION } from '../common/configuration.js';
import { LOGGER } from '../common/logging/logger.js';
import type { Session } from '../session/session.js';
import type { Unsealed } from '../store/sealed-records.js';
import { toError } from './refresh-failure.js';
import { LEASE_MS, RefreshLease } from './refresh-lease.js';
import { SingleFlight } from '../common/single-flight.js';
import { failureOf, type TokenRecord, type TokenRequest, usableToken } from './token-record.js';
import { isStoreOutage, TokenRecords } from './token-records.js';
import { TokenRenewal } from './token-renewal.js';
import { EntraOutageError, TokenRefusedError } from '../entra/entra.errors.js';
import { InteractionRequiredError } from './tokens.errors.js';

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
    private readonly renewal: TokenRenewal,
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
      const perform = () => this.#asHolder(session, request, work, failureBefore);
      try {
        const held = await this.lease.during(session.id, perform);
        if (held !== undefined) return held.result;
      } catch (error) {
        // Entra or the store is down, or refuses us, not the person: early as it is, what is in hand will do.
        if (inHand === undefined || !isOutage(error)) throw error;
        this.log.warn({ err: error }, 'could not refresh early; the access token in hand is still good');
        return inHand.token;
      }
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
    const { scopes, claims } = request;
    const record = await this.#read(session, request);
    const inHand = this.#usable(record, request);
    const failure = failureOf(record.value, work, this.clock.now());
    if (inHand?.isFresh) return { record, inHand, answer: inHand.token, failure };
    if (failure?.kind === 'interaction') throw toError(failure, scopes, claims);
    // It failed a moment ago: early as it would be, nobody waits for another try.
    if (failure !== undefined && inHand !== undefined) {
      return { record, inHand, answer: inHand.token, failure };
    }
    if (failure !== undefined && known !== undefined && failure.id !== known) {
      throw toError(failure, scopes, claims);
    }
    return { record, inHand, answer: undefined, failure };
  }

  async #asHolder(session: Session, request: TokenRequest, work: string, known: string): Promise<Secret> {
    const { record, inHand, answer } = await this.#look(session, request, work, known);
    if (answer !== undefined) return answer;
    if (inHand !== undefined && record.value.refreshToken === null) return inHand.token;
    return this.renewal.renew(session, request, work, record);
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

/** Nothing that is about the person: they must not be served on with what Entra has taken back. */
function isOutage(error: unknown): boolean {
  return isStoreOutage(error) || error instanceof EntraOutageError || error instanceof TokenRefusedError;
}
