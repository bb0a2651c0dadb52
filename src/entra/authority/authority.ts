import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Logger } from 'pino';
import { CLOCK, type Clock } from '../../common/clock.js';
import { LOGGER } from '../../common/logging/logger.js';
import { EntraOutageError } from '../entra.errors.js';
import { AuthorityDocuments, type AuthorityMetadata } from './authority-documents.js';
import type { SigningKey } from './authority.schema.js';

/** Documents are fetched anew before they are this old: so long may a withdrawn key still be accepted. */
const REFRESH_INTERVAL_MS = 60 * 60_000;
/** Between tries while nothing was ever loaded, and whenever somebody needs fresher documents. */
const RETRY_PAUSE_MS = 5000;
/** Between tries in the background while the last known good documents serve. */
const WARM_RETRY_PAUSE_MS = 30_000;
/** Between fetches that people wait for, because nothing was ever loaded. */
const COLD_PAUSE_MS = 1000;
/** Between fetches for unknown keys, however many tokens name one. */
const UNKNOWN_KEY_PAUSE_MS = 10_000;
/** So much of a pause may be left out, by chance: instances that started together don't ask together. */
const JITTER = 0.2;

/**
 * Discovery and signing keys, kept as last known good: once loaded, an outage of Entra's documents stops nobody.
 * Fetched at start, then in the background; at most one fetch is under way, however many wait.
 */
@Injectable()
export class Authority implements OnModuleInit, OnApplicationShutdown {
  #metadata: AuthorityMetadata | undefined;
  #fetchedAtMs = 0;
  #lastTryAtMs = 0;
  #lastUnknownKeyAtMs = 0;
  #lastError: Error | undefined;
  #fetch: Promise<AuthorityMetadata> | undefined;
  #nextFetch: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly documents: AuthorityDocuments,
  ) {}

  /** True once discovery and keys have been loaded. */
  get isLoaded(): boolean {
    return this.#metadata !== undefined;
  }

  /** Why nothing was ever loaded, when Entra was reached and refused: somebody has to mend that. */
  get refusal(): EntraOutageError | undefined {
    const error = this.#lastError;
    return !this.isLoaded && error instanceof EntraOutageError && error.isRefusal ? error : undefined;
  }

  onModuleInit(): void {
    this.#refreshInBackground();
  }

  onApplicationShutdown(): void {
    this.#stopped = true;
    clearTimeout(this.#nextFetch);
  }

  /** @throws EntraOutageError `entra_not_loaded`, or the refusal, when nothing was ever loaded and still can't be */
  async metadata(): Promise<AuthorityMetadata> {
    if (this.#metadata === undefined) return this.#firstMetadata();
    // The timer sleeps when the whole process does: frozen, or moved to another machine.
    const now = this.clock.now();
    if (now - this.#fetchedAtMs > REFRESH_INTERVAL_MS && now - this.#lastTryAtMs > RETRY_PAUSE_MS) {
      this.#refreshInBackground();
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

  async #firstMetadata(): Promise<AuthorityMetadata> {
    const failedJustNow = this.#lastError !== undefined && this.clock.now() - this.#lastTryAtMs < COLD_PAUSE_MS;
    try {
      if (!failedJustNow) return await this.#refresh();
    } catch {
      // Kept as the last error, and logged.
    }
    if (this.refusal !== undefined) throw this.refusal;
    throw new EntraOutageError('entra_not_loaded', {
      cause: this.#lastError,
      retryAfterSeconds: RETRY_PAUSE_MS / 1000,
    });
  }

  #refreshInBackground(): void {
    void this.#refresh().catch(() => undefined); // logged there; the last known good documents serve
  }

  #refresh(): Promise<AuthorityMetadata> {
    this.#fetch ??= this.#load().finally(() => {
      this.#fetch = undefined;
      this.#scheduleNext();
    });
    return this.#fetch;
  }

  async #load(): Promise<AuthorityMetadata> {
    this.#lastTryAtMs = this.clock.now();
    try {
      this.#metadata = await this.documents.load();
      this.#fetchedAtMs = this.clock.now();
      this.#lastError = undefined;
      return this.#metadata;
    } catch (error) {
      this.#lastError = error as Error;
      this.log.warn(
        { err: error, lastKnownGood: this.isLoaded },
        error instanceof EntraOutageError && error.isRefusal
          ? 'Entra refuses discovery: check TENANT_ID and CLOUD_INSTANCE'
          : 'could not load discovery and keys from Entra',
      );
      throw error;
    }
  }

  #scheduleNext(): void {
    clearTimeout(this.#nextFetch);
    if (this.#stopped) return;
    const retryMs = this.isLoaded ? WARM_RETRY_PAUSE_MS : RETRY_PAUSE_MS;
    const pauseMs = this.#lastError === undefined ? REFRESH_INTERVAL_MS : retryMs;
    this.#nextFetch = setTimeout(() => this.#refreshInBackground(), pauseMs * (1 - JITTER * Math.random())).unref();
  }
}
