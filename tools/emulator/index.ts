export { startEmulator, type Emulator } from './emulator.js';
export type { SsoSession } from './entra/sso-sessions.js';
export type { HonestIdToken, Tampering } from './entra/tampering.js';
export { FAULT_NAMES, FAULTS, type FaultName, type FaultSwitches } from './faults.js';
export { DEFAULT_APP, type EmulatedApp, type EmulatorOptions } from './options.js';
export { DEFAULT_TENANT_ID, OTHER_TENANT_ID, people, type Person } from './people.js';
export type { EndpointName, RecordedRequest } from './request-log.js';
export { signInThroughPages, type SignInThroughPagesOptions } from './sign-in-through-pages.js';
