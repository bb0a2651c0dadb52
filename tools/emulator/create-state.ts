import type { Clock } from './clock.js';
import { openApi } from './directory/app-options.js';
import { Consents } from './directory/consents.js';
import { emulatedApp, firstAppOptions } from './directory/first-app.js';
import { Groups } from './directory/groups.js';
import { microsoftGraph } from './directory/microsoft-graph.js';
import { registerApps } from './directory/register-apps.js';
import { Registrations, type AppRegistration } from './directory/registrations.js';
import { Replication } from './directory/replication.js';
import { ServicePrincipals } from './directory/service-principals.js';
import { tokenExchange } from './directory/token-exchange.js';
import { CLOUDS } from './entra/clouds.js';
import { DeviceCodes } from './entra/device-codes.js';
import { IssuedGrants } from './entra/issued-grants.js';
import { Loops } from './entra/loops.js';
import { PendingSignIns } from './entra/pending-sign-ins.js';
import type { SigningKeys } from './entra/signing-keys.js';
import { SsoSessions } from './entra/sso-sessions.js';
import { Tenants } from './entra/tenants.js';
import { UsedAssertions } from './entra/used-assertions.js';
import { FaultSwitches } from './fault-switches.js';
import type { Listeners } from './listeners.js';
import { DEFAULT_GROUPS, type EmulatorOptions } from './options.js';
import { DEFAULT_TENANT_ID, definePerson, people, type Person } from './people.js';
import { RequestLog } from './request-log.js';
import type { EmulatorState } from './state.js';

/** What an emulator knows when it starts, or is reset. */
export function createState(
  options: EmulatorOptions,
  clock: Clock,
  keys: SigningKeys,
  { origin, graphOrigin }: Pick<Listeners, 'origin' | 'graphOrigin'>,
): EmulatorState {
  const { now } = clock;
  const tenantId = options.tenantId ?? DEFAULT_TENANT_ID;
  const directory = movedTo(tenantId, options.people?.map(definePerson) ?? Object.values(people));
  const apps = {
    registrations: new Registrations(),
    servicePrincipals: new ServicePrincipals(now),
    consents: new Consents(),
    people: directory,
  };
  const graph = apps.registrations.add(microsoftGraph(now(), [graphOrigin]));
  apps.registrations.add(tokenExchange(now()));
  for (const api of options.apis ?? []) apps.registrations.add(openApi(api, tenantId, now()));
  const [first] = registerApps(apps, [firstAppOptions(options.app), ...(options.apps ?? [])], tenantId, now());
  return {
    origin,
    graphOrigin,
    tenantId,
    cloud: CLOUDS[options.cloud ?? 'global'],
    app: emulatedApp(first as AppRegistration, now),
    ...apps,
    graph,
    groups: new Groups(directory, options.groups ?? DEFAULT_GROUPS),
    replication: new Replication(now, options.replication),
    policies: options.policies ?? {},
    now,
    accessTokenLifetimeSeconds: options.accessTokenLifetimeSeconds,
    strictRefreshRotation: options.strictRefreshRotation ?? false,
    strictAssertions: options.strictAssertions ?? false,
    usedAssertions: new UsedAssertions(),
    tenants: new Tenants(tenantId, directory),
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

/** Who is of the default tenant lives in the emulator's own, whichever that is. */
function movedTo(tenantId: string, everybody: readonly Person[]): Person[] {
  return everybody.map((person) => (person.tid === DEFAULT_TENANT_ID ? { ...person, tid: tenantId } : person));
}
