import type { Configuration } from '../../config/configuration.js';
import { Secret } from '../../config/secret.js';
import { newSessionId } from '../../src/session/session-cookie.js';
import type { Session } from '../../src/session/session.js';
import { KeepAlive } from '../../src/session/keep-alive.js';
import { SessionIndex } from '../../src/session/session-index.js';
import { SessionService } from '../../src/session/session.service.js';
import { SealedRecords } from '../../src/store/sealed-records.js';
import type { EntraRefusal } from '../../src/entra/entra-refusal.js';
import { RefreshLease } from '../../src/tokens/refresh-lease.js';
import type { TokenClient } from '../../src/entra/token-client.js';
import { TokenRecords } from '../../src/tokens/token-records.js';
import { TokenRefresh } from '../../src/tokens/token-refresh.js';
import { TokenRenewal } from '../../src/tokens/token-renewal.js';
import { TokenService } from '../../src/tokens/token.service.js';
import type { TokenSet } from '../../src/entra/token-set.js';
import { EntraOutageError, TokenRefusedError } from '../../src/entra/entra.errors.js';
import type { ManualClock } from './manual-clock.js';
import type { ObservedRecordStore } from './observed-record-store.js';
import type { RecordedLog } from './recorded-log.js';
import { TENANT_ID, unitConfiguration } from './unit-configuration.js';

const HOUR_MS = 60 * 60_000;

export interface Refresh {
  refreshToken: string;
  scopes: readonly string[];
  claims: string | undefined;
}

/** The token endpoint: numbers its tokens, and does what a test says instead. */
export class FakeTokenClient implements Pick<TokenClient, 'refresh'> {
  readonly refreshes: Refresh[] = [];
  /** Called while a refresh is under way; what it throws is the answer. */
  meanwhile: (refresh: Refresh) => Promise<void> = () => Promise.resolve();
  givesRefreshToken = true;

  constructor(private readonly clock: ManualClock) {}

  async refresh(refreshToken: Secret, scopes: readonly string[], claims?: string): Promise<TokenSet> {
    const refresh = { refreshToken: refreshToken.reveal(), scopes, claims };
    this.refreshes.push(refresh);
    const number = this.refreshes.length;
    await this.meanwhile(refresh);
    return {
      accessToken: new Secret(`access ${number}`),
      scopes: scopes.map((scope) => `https://graph.microsoft.com/${scope}`),
      expiresAtMs: this.clock.now() + HOUR_MS,
      refreshToken: this.givesRefreshToken ? new Secret(`refresh ${number}`) : undefined,
      idToken: undefined,
    };
  }
}

/** A refusal as `meanwhile`. */
export function refused(error: string, more: Partial<EntraRefusal> = {}): () => Promise<void> {
  const refusal = { error, suberror: undefined, claims: undefined, details: {}, ...more };
  return () => Promise.reject(new TokenRefusedError(refusal));
}

/** An outage as `meanwhile`. */
export const outage = () => Promise.reject(new EntraOutageError('entra_timeout'));

/** The tokens part of one instance of the service, on that store. */
export function tokenService(
  store: ObservedRecordStore,
  clock: ManualClock,
  { logger }: RecordedLog,
  client: FakeTokenClient,
  deadlines: Partial<Configuration['deadlines']> = {},
): TokenService {
  const sealed = new SealedRecords(store, logger);
  const records = new TokenRecords(clock, sealed);
  const configuration = unitConfiguration({ SESSION_SECRET: 'the-session-secret-of-the-unit-specs' });
  const index = new SessionIndex(configuration, store, sealed);
  const sessions = new SessionService(configuration, clock, sealed, index, new KeepAlive(clock, logger, sealed, index));
  const refresh = new TokenRefresh(
    { ...configuration, deadlines: { ...configuration.deadlines, ...deadlines } },
    clock,
    logger,
    records,
    new RefreshLease(store),
    new TokenRenewal(clock, logger, records, client as unknown as TokenClient),
  );
  return new TokenService(clock, logger, sessions, records, refresh);
}

/** A session that begins now and ends in twelve hours. */
export function sessionOf(clock: ManualClock): Session {
  const ends = clock.now() + 12 * HOUR_MS;
  return {
    id: newSessionId(),
    user: { id: 'ada', tenantId: TENANT_ID, name: null, username: null, roles: [] },
    sid: null,
    signedInAtMs: clock.now(),
    idleExpiresAtMs: ends,
    absoluteExpiresAtMs: ends,
  };
}
