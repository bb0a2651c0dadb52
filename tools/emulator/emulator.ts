import { openApi } from './directory/app-options.js';
import { Consents } from './directory/consents.js';
import { emulatedApp, firstAppOptions } from './directory/first-app.js';
import { microsoftGraph } from './directory/microsoft-graph.js';
import { tokenExchange } from './directory/token-exchange.js';
import { registerApps } from './directory/register-apps.js';
import { Registrations, type AppRegistration } from './directory/registrations.js';
import { ServicePrincipals } from './directory/service-principals.js';
import { DeviceCodes } from './entra/device-codes.js';
import { IssuedGrants } from './entra/issued-grants.js';
import { Loops } from './entra/loops.js';
import { PendingSignIns } from './entra/pending-sign-ins.js';
import { SigningKeys } from './entra/signing-keys.js';
import { SsoSessions, type SsoSession } from './entra/sso-sessions.js';
import type { Tampering } from './entra/tampering.js';
import { Tenants } from './entra/tenants.js';
import { UsedAssertions } from './entra/used-assertions.js';
import { FaultSwitches } from './fault-switches.js';
import { listenOnLoopback } from './listen.js';
import type { EmulatedApp, EmulatorOptions } from './options.js';
import { DEFAULT_TENANT_ID, people, type Person } from './people.js';
import { RequestLog, type RecordedRequest } from './request-log.js';
import { revokeSessions } from './revocation.js';
import { createServer } from './server.js';
import type { EmulatorState } from './state.js';

/** A running emulator. */
export interface Emulator {
  /** `http://localhost:<port>`, or `publicOrigin`: the authority host (`CLOUD_INSTANCE`). */
  readonly origin: string;
  /** Where it listens on the loopback addresses, by plain http. */
  readonly port: number;
  /** The same origin: Graph lives below `/v1.0` (`GRAPH_API_ENDPOINT`). */
  readonly graphEndpoint: string;
  readonly tenantId: string;
  /** May be changed while the emulator runs. */
  readonly app: EmulatedApp;
  readonly people: readonly Person[];
  readonly faults: FaultSwitches;
  /** The last 200, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** Who is signed in at the emulator itself, in any browser. */
  readonly sessions: readonly SsoSession[];
  readonly tampering: Tampering;

  /** @throws Error when nobody has this key */
  person(key: string): Person;

  /** A key that was never published before signs from now on; the old one is withdrawn from the key set. */
  rotateKeys(): Promise<void>;

  /**
   * As `revokeSignInSessions`: the refresh tokens that this person has so far answer AADSTS50173 from now on, and the
   * person is signed out at the emulator.
   */
  revokeSessions(oid: string): void;

  /**
   * Graph answers the access tokens that this person has so far with a claims challenge from now on. As at Entra, only
   * those whose token request declared the client capability `cp1`; others live out their time.
   */
  revokeAccessTokens(oid: string): void;

  /** Closes the listener and every connection, those of hanging requests included. */
  close(): Promise<void>;
}

/**
 * Starts an emulator of Entra ID and Microsoft Graph on the loopback addresses.
 *
 * @throws Error when the port is taken
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const keys = await SigningKeys.create();
  const listener = await listenOnLoopback(options.port ?? 0);
  const origin = new URL(options.publicOrigin ?? `http://localhost:${listener.port}`).origin;
  const state = createState(options, keys, origin);
  listener.serve(createServer(state));
  return {
    origin: state.origin,
    port: listener.port,
    graphEndpoint: state.origin,
    tenantId: state.tenantId,
    app: state.app,
    people: state.people,
    faults: state.faults,
    requests: state.log.entries,
    get sessions() {
      return state.sessions.all;
    },
    tampering: state.tampering,
    person: (key) => personOf(state, key),
    rotateKeys: () => keys.rotate(),
    revokeSessions: (oid) => revokeSessions(state, oid),
    revokeAccessTokens: (oid) => state.grants.revokeAccessTokens(oid),
    close: () => listener.close(),
  };
}

function createState(options: EmulatorOptions, keys: SigningKeys, origin: string): EmulatorState {
  const now = options.now ?? Date.now;
  const tenantId = options.tenantId ?? DEFAULT_TENANT_ID;
  const directory = options.people ?? movedTo(tenantId, Object.values(people));
  const apps = {
    registrations: new Registrations(),
    servicePrincipals: new ServicePrincipals(now),
    consents: new Consents(),
    people: directory,
  };
  const graph = apps.registrations.add(microsoftGraph(now(), [origin]));
  apps.registrations.add(tokenExchange(now()));
  for (const api of options.apis ?? []) apps.registrations.add(openApi(api, tenantId, now()));
  const [first] = registerApps(apps, [firstAppOptions(options.app), ...(options.apps ?? [])], tenantId, now());
  return {
    origin,
    tenantId,
    app: emulatedApp(first as AppRegistration, now),
    ...apps,
    graph,
    now,
    accessTokenLifetimeSeconds: options.accessTokenLifetimeSeconds,
    strictRefreshRotation: options.strictRefreshRotation ?? false,
    strictAssertions: options.strictAssertions ?? false,
    usedAssertions: new UsedAssertions(),
    tenants: new Tenants([tenantId, ...directory.map(({ tid }) => tid)]),
    keys,
    sessions: new SsoSessions(now),
    pending: new PendingSignIns(),
    deviceCodes: new DeviceCodes(now),
    loops: new Loops(now),
    grants: new IssuedGrants(now),
    faults: new FaultSwitches(),
    log: new RequestLog(now),
    tampering: {},
  };
}

/** The built-in people live in the emulator's tenant, whichever that is. */
function movedTo(tenantId: string, builtIn: readonly Person[]): Person[] {
  return builtIn.map((person) => (person.tid === DEFAULT_TENANT_ID ? { ...person, tid: tenantId } : person));
}

function personOf(state: EmulatorState, key: string): Person {
  const person = state.people.find((candidate) => candidate.key === key);
  if (!person) throw new Error(`Nobody in this emulator has the key '${key}'.`);
  return person;
}
