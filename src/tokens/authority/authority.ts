import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Logger } from 'pino';
import { type Configuration, mayCall } from '../../../config/configuration.js';
import { CLOCK, type Clock } from '../../common/clock.js';
import { CONFIGURATION } from '../../common/configuration.module.js';
import { LOGGER } from '../../common/logging/logger.js';
import { EntraHttp } from '../entra-http.js';
import { EntraOutageError } from '../tokens.errors.js';
import { discoverySchema, keySetSchema, type SigningKey } from './authority.schema.js';

/** What Entra says of itself: where to send people and requests, and which keys sign. */
export interface AuthorityMetadata {
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly endSessionEndpoint: string;
  /** The issuers whose ID tokens we accept, one for each allowed tenant. */
  readonly issuers: readonly string[];
  readonly keys: readonly SigningKey[];
}

/** Documents older than this are refreshed in the background while the old one serves. */
const FRESH_MS = 60 * 60_000;
/** Between tries while Entra does not answer as it should. */
const RETRY_PAUSE_MS = 5000;
/** The same while people wait, because nothing was ever loaded. */
const COLD_PAUSE_MS = 1000;
/** Between refetches for unknown keys, however many tokens name one. */
const UNKNOWN_KEY_PAUSE_MS = 10_000;

/**
 * Discovery and signing keys, kept as last known good: once loaded, an outage of Entra's documents stops nobody.
 * At most one fetch is under way, however many wait.
 */
@Injectable()
export class Authority implements OnModuleInit, OnApplicationShutdown {
  readonly #discoveryUrl: string;
  #metadata: AuthorityMetadata | undefined;
  #fetchedAtMs = 0;
  #lastTryAtMs = 0;
  #lastUnknownKeyAtMs = 0;
  #lastError: Error | undefined;
  #stopped = false;
  #fetch: Promise<AuthorityMetadata> | undefined;
  #warmUp: NodeJS.Timeout | undefined;

  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly http: EntraHttp,
  ) {
    const { cloudInstance, tenantId } = configuration.entra;
    this.#discoveryUrl = `${cloudInstance}/${tenantId}/v2.0/.well-known/openid-configuration`;
  }

  /** True once discovery and keys have been loaded. */
  get isLoaded(): boolean {
    return this.#metadata !== undefined;
  }

  /** Loads in the background and tries again until it works, so that a service that started in an outage recovers. */
  onModuleInit(): void {
    void this.#refresh().catch(() => {
      if (this.#stopped) return;
      this.#warmUp = setTimeout(() => this.onModuleInit(), RETRY_PAUSE_MS).unref();
    });
  }

  onApplicationShutdown(): void {
    this.#stopped = true;
    clearTimeout(this.#warmUp);
  }

  /** @throws EntraOutageError when nothing was ever loaded and Entra does not answer as it should */
  async metadata(): Promise<AuthorityMetadata> {
    const now = this.clock.now();
    if (this.#metadata === undefined) {
      if (this.#lastError !== undefined && now - this.#lastTryAtMs < COLD_PAUSE_MS) throw this.#lastError;
      return this.#refresh();
    }
    if (now - this.#fetchedAtMs > FRESH_MS && now - this.#lastTryAtMs > RETRY_PAUSE_MS) {
      void this.#refresh().catch(() => undefined); // logged there; the last known good document serves
    }
    return this.#metadata;
  }

  /** The key of that id; an unknown id refetches the keys (rollover), at most once in a short while. */
  async signingKey(kid: string): Promise<SigningKey | undefined> {
    const find = ({ keys }: AuthorityMetadata) => keys.find((key) => key.kid === kid);
    const known = find(await this.metadata());
    if (known !== undefined) return known;
    // At a rollover many come at once: whoever comes while the keys are being fetched waits for them, too.
    if (this.#fetch === undefined) {
      const now = this.clock.now();
      if (now - this.#lastUnknownKeyAtMs < UNKNOWN_KEY_PAUSE_MS) return undefined;
      this.#lastUnknownKeyAtMs = now;
    }
    try {
      return find(await this.#refresh());
    } catch (error) {
      // Nothing was learnt of the key: the next one may ask again, as soon as tries are due.
      this.#lastUnknownKeyAtMs = this.clock.now() - UNKNOWN_KEY_PAUSE_MS + RETRY_PAUSE_MS;
      throw error;
    }
  }

  #refresh(): Promise<AuthorityMetadata> {
    this.#fetch ??= this.#load().finally(() => {
      this.#fetch = undefined;
    });
    return this.#fetch;
  }

  async #load(): Promise<AuthorityMetadata> {
    const deadline = AbortSignal.timeout(this.configuration.deadlines.discoveryMs);
    this.#lastTryAtMs = this.clock.now();
    try {
      const document = await this.http.get(this.#discoveryUrl, discoverySchema, deadline);
      const { authorization_endpoint, token_endpoint, end_session_endpoint, jwks_uri } = document;
      this.#assertCallable([authorization_endpoint, token_endpoint, end_session_endpoint, jwks_uri]);
      const issuers = this.#issuers(document.issuer);
      const keys = await this.http.get(jwks_uri, keySetSchema, deadline);
      this.#metadata = {
        authorizationEndpoint: authorization_endpoint,
        tokenEndpoint: token_endpoint,
        endSessionEndpoint: end_session_endpoint,
        issuers,
        keys,
      };
      this.#fetchedAtMs = this.clock.now();
      return this.#metadata;
    } catch (error) {
      this.#lastError = error as Error;
      this.log.warn(
        { err: error, lastKnownGood: this.isLoaded },
        'could not load discovery and keys from Entra',
      );
      throw error;
    }
  }

  #assertCallable(endpoints: readonly string[]): void {
    if (endpoints.every((url) => mayCall(this.configuration, url))) return;
    throw new EntraOutageError('entra_invalid_answer', { log: { reason: 'an endpoint is not https' } });
  }

  /** Entra's rule: the template with each allowed tenant, or the concrete issuer, which must be our tenant's. */
  #issuers(issuer: string): string[] {
    const issuers = this.configuration.entra.allowedTenants.map((tenant) =>
      issuer.replace('{tenantid}', tenant),
    );
    const ours = this.configuration.entra.allowedTenants.every((tenant, index) =>
      issuers[index]?.includes(`/${tenant}/`),
    );
    if (ours) return issuers;
    throw new EntraOutageError('entra_invalid_answer', {
      log: { reason: 'the issuer is not of our tenant' },
    });
  }
}
