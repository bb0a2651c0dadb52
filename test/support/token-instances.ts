import { pino } from 'pino';
import type { Configuration } from '../../config/configuration.js';
import { Secret } from '../../config/secret.js';
import { Events } from '../../src/common/events.js';
import { createSessions } from '../../src/session/create-sessions.js';
import type { Session } from '../../src/session/session.js';
import { SealedRecords } from '../../src/store/sealed-records.js';
import type { EntraRefusal } from '../../src/entra/entra-refusal.js';
import { RefreshLease } from '../../src/tokens/refresh-lease.js';
import type { TokenClient } from '../../src/entra/token-client.js';
import { SharedRefresh } from '../../src/tokens/shared-refresh.js';
import { TokenRefresh } from '../../src/tokens/token-refresh.js';
import { TokenService } from '../../src/tokens/token.service.js';
import type { TokenSet } from '../../src/entra/token-set.js';
import { EntraOutageError, TokenRefusedError } from '../../src/entra/entra.errors.js';
import type { ManualClock } from './manual-clock.js';
import type { ObservedRecordStore } from './observed-record-store.js';
import type { RecordedLog } from './recorded-log.js';
import { TENANT_ID, unitConfiguration } from './unit-configuration.js';

const HOUR_MS = 60 * 60_000;

const silentLog = pino({ level: 'silent' });

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
  events = new Events(silentLog),
): TokenService {
  const records = new SealedRecords(store, logger);
  const configuration = unitConfiguration();
  const refresh = new SharedRefresh(
    { ...configuration, deadlines: { ...configuration.deadlines, ...deadlines } },
    clock,
    logger,
    records,
    new RefreshLease(store),
    new TokenRefresh(clock, logger, events, records, client as unknown as TokenClient),
  );
  return new TokenService(clock, logger, events, records, refresh);
}

/** A session on that store, as a sign-in begins it, that ends in twelve hours. */
export function sessionOn(store: ObservedRecordStore, clock: ManualClock): Session {
  const configuration = unitConfiguration({
    SESSION_SECRET: 'the-session-secret-of-the-unit-specs',
    SESSION_IDLE_SECONDS: String(12 * 3600),
  });
  const user = { id: 'ada', tenantId: TENANT_ID, name: null, username: null, roles: [] };
  return createSessions(configuration, clock, silentLog, store).prepare(user, null);
}
