import type { Consents } from './directory/consents.js';
import type { Groups } from './directory/groups.js';
import type { AppManagementPolicy } from './directory/app-management-policy.js';
import type { AppRegistration, Registrations } from './directory/registrations.js';
import type { Replication } from './directory/replication.js';
import type { ServicePrincipals } from './directory/service-principals.js';
import type { Cloud } from './entra/clouds.js';
import type { DeviceCodes } from './entra/device-codes.js';
import type { IssuedGrants } from './entra/issued-grants.js';
import type { Loops } from './entra/loops.js';
import type { PendingSignIns } from './entra/pending-sign-ins.js';
import type { SigningKeys } from './entra/signing-keys.js';
import type { SsoSessions } from './entra/sso-sessions.js';
import type { Tampering } from './entra/tampering.js';
import type { Tenants } from './entra/tenants.js';
import type { UsedAssertions } from './entra/used-assertions.js';
import type { FaultSwitches } from './fault-switches.js';
import type { EmulatedApp } from './options.js';
import type { Person } from './people.js';
import type { RequestLog } from './request-log.js';

/** Everything one emulator knows. */
export interface EmulatorState {
  /** Such as `http://localhost:5001`. */
  readonly origin: string;
  /** Where Graph is; the same unless it was given one of its own. */
  readonly graphOrigin: string;
  readonly tenantId: string;
  readonly cloud: Cloud;
  /** The first registration, as options and tests see it. */
  readonly app: EmulatedApp;
  /** Every app, Microsoft Graph included. */
  readonly registrations: Registrations;
  readonly servicePrincipals: ServicePrincipals;
  readonly consents: Consents;
  /** Microsoft Graph's registration. */
  readonly graph: AppRegistration;
  readonly people: readonly Person[];
  readonly groups: Groups;
  readonly replication: Replication;
  readonly policies: AppManagementPolicy;
  readonly now: () => number;
  /** Missing: as at Entra. */
  readonly accessTokenLifetimeSeconds: number | undefined;
  readonly strictRefreshRotation: boolean;
  readonly strictAssertions: boolean;
  readonly usedAssertions: UsedAssertions;
  readonly tenants: Tenants;
  readonly keys: SigningKeys;
  readonly sessions: SsoSessions;
  readonly pending: PendingSignIns;
  readonly deviceCodes: DeviceCodes;
  readonly loops: Loops;
  readonly grants: IssuedGrants;
  readonly faults: FaultSwitches;
  readonly log: RequestLog;
  readonly tampering: Tampering;
}
