import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Configuration } from '../../config/configuration.js';
import type { Secret } from '../../config/secret.js';
import { CLOCK, type Clock } from '../common/clock.js';
import { CONFIGURATION } from '../common/configuration.js';
import { LOGGER } from '../common/logging/logger.js';
import { SingleFlight } from '../common/single-flight.js';
import { EntraOutageError } from '../entra/entra.errors.js';
import { SealedRecords } from '../store/sealed-records.js';
import { StoreUnavailableError } from '../store/store.errors.js';
import { isEntraFailure, toError } from './refresh-failure.js';
import { LEASE_MS, RefreshLease } from './refresh-lease.js';
import { failureOf, tokenRecordSchema, usableToken } from './token-record.js';
import { TokenRefresh } from './token-refresh.js';
import { type TokenRequest, workOf } from './token-request.js';
import { InteractionRequiredError } from './tokens.errors.js';

/** Between looks at what another instance is doing. */
const POLL_MS = 100;

/**
 * One refresh of an owner's tokens, whoever asks and wherever. Callers of this instance share one flight; among instances
 * the holder of a lease refreshes, and the others take the tokens that it writes, or its failure.
 */
@Injectable()
export class SharedRefresh {
  readonly #flights = new SingleFlight<Secret>();

  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly records: SealedRecords,
    private readonly lease: RefreshLease,
    private readonly refresh: TokenRefresh,
  ) {}

  /** Errors are those of `TokenService.getAccessTokenForUser`. */
  run(request: TokenRequest): Promise<Secret> {
    return this.#flights.run(request.owner.id.reveal(), workOf(request), () => this.#refreshOrWait(request));
  }

  async #refreshOrWait(request: TokenRequest): Promise<Secret> {
    const { tokenMs, discoveryMs } = this.configuration.deadlines;
    const giveUpAtMs = performance.now() + discoveryMs + tokenMs + LEASE_MS;
    let known: string | undefined;
    for (;;) {
      const { answer, inHand, failure } = await this.#look(request, known);
      if (answer !== undefined) return answer;
      const failureBefore = (known ??= failure?.id ?? 'none');
      try {
        const held = await this.lease.during(request.owner.id, () => this.#asHolder(request, failureBefore));
        if (held !== undefined) return held.result;
      } catch (error) {
        // Nothing that is about the person: whom Entra has taken back must not be served on.
        const isOutage = error instanceof StoreUnavailableError || isEntraFailure(error);
        if (inHand === undefined || !isOutage) throw error;
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

  async #asHolder(request: TokenRequest, known: string): Promise<Secret> {
    const { record, answer } = await this.#look(request, known);
    return answer ?? this.refresh.perform(request, record);
  }

  /**
   * What there is without asking Entra: a token that others wrote, or that lives on while refreshes fail.
   * @param known the failure that was there when we came; a later one counts for us
   * @throws what others failed with at the same, or what Entra would refuse again
   */
  async #look(request: TokenRequest, known: string | undefined) {
    const record = await this.records.read('tokens', request.owner.id, tokenRecordSchema);
    if (record === undefined) throw new InteractionRequiredError(request.scopes, request.claims);
    const now = this.clock.now();
    const inHand = usableToken(record.value, request, now);
    const failure = failureOf(record.value, workOf(request), now);
    if (failure !== undefined && !inHand?.isFresh) {
      const isNew = known !== undefined && failure.id !== known;
      if (failure.kind === 'interaction' || (inHand === undefined && isNew)) throw toError(failure, request);
    }
    // It failed a moment ago, or can't be: early as it would be, nobody waits for another try.
    const mayTry = failure === undefined && record.value.refreshToken !== null;
    const answer = inHand?.isFresh || !mayTry ? inHand?.token : undefined;
    return { record, inHand, failure, answer };
  }
}
