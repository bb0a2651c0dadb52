export type { AppOptions, PermissionOptions, SecretOptions } from './directory/app-options.js';
export type { AppManagementPolicy } from './directory/app-management-policy.js';
export type { GroupDefinition } from './directory/groups.js';
export type { ReplicationOptions } from './directory/replication.js';
export { startEmulator, type Emulator } from './emulator.js';
export type { IssuedTokens, IssueTokensOptions } from './issue-tokens.js';
export { environmentFor } from './environment.js';
export type { SsoSession } from './entra/sso-sessions.js';
export type { HonestIdToken, Tampering } from './entra/tampering.js';
export { REFUSALS, type Refusal } from './entra/refusals.js';
export type { Clock } from './clock.js';
export type { FaultSwitches, RefusalOptions } from './fault-switches.js';
export { FAULT_NAMES, FAULTS, type FaultName } from './faults.js';
export { DEFAULT_APP, type EmulatedApp, type EmulatorOptions } from './options.js';
export {
  DEFAULT_TENANT_ID,
  definePerson,
  OTHER_TENANT_ID,
  people,
  type Person,
  type PersonDefinition,
  type PersonEvent,
} from './people.js';
export type { EndpointName, RecordedRequest } from './request-log.js';
export {
  authorizeThroughPages,
  signInThroughPages,
  type AuthorizationAnswer,
  type SignInThroughPagesOptions,
} from './sign-in-through-pages.js';
