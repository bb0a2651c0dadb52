export type { AppOptions, PermissionOptions, SecretOptions } from './directory/app-options.js';
export { startEmulator, type Emulator } from './emulator.js';
export { environmentFor } from './environment.js';
export type { SsoSession } from './entra/sso-sessions.js';
export type { HonestIdToken, Tampering } from './entra/tampering.js';
export { REFUSALS, type Refusal } from './entra/refusals.js';
export type { FaultSwitches } from './fault-switches.js';
export { FAULT_NAMES, FAULTS, type FaultName } from './faults.js';
export { DEFAULT_APP, type EmulatedApp, type EmulatorOptions } from './options.js';
export { DEFAULT_TENANT_ID, OTHER_TENANT_ID, people, type Person } from './people.js';
export type { EndpointName, RecordedRequest } from './request-log.js';
export {
  authorizeThroughPages,
  signInThroughPages,
  type AuthorizationAnswer,
  type SignInThroughPagesOptions,
} from './sign-in-through-pages.js';
