import type { Cloud } from './entra/clouds.js';
import type { Consents } from './entra/consents.js';
import type { Grants } from './entra/grants.js';
import type { PendingSignIns } from './entra/pending-sign-ins.js';
import type { SigningKeys } from './entra/signing-keys.js';
import type { SsoSessions } from './entra/sso-sessions.js';
import type { Tampering } from './entra/tampering.js';
import type { Tenants } from './entra/tenants.js';
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
  readonly app: EmulatedApp;
  /** Application ID URIs of APIs besides Graph. */
  readonly apis: readonly string[];
  readonly people: readonly Person[];
  readonly now: () => number;
  readonly accessTokenLifetimeSeconds: number;
  readonly strictRefreshRotation: boolean;
  readonly tenants: Tenants;
  readonly keys: SigningKeys;
  readonly sessions: SsoSessions;
  readonly consents: Consents;
  readonly pending: PendingSignIns;
  readonly grants: Grants;
  readonly faults: FaultSwitches;
  readonly log: RequestLog;
  readonly tampering: Tampering;
}
