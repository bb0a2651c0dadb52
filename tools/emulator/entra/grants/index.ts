import { authorizationCode } from './authorization-code.js';
import { clientCredentials } from './client-credentials.js';
import { deviceCode } from './device-code.js';
import type { Grant } from './grant.js';
import { onBehalfOf } from './on-behalf-of.js';
import { refreshToken } from './refresh-token.js';

/** Every grant of the token endpoint. */
export const GRANTS: readonly Grant[] = [
  authorizationCode,
  refreshToken,
  clientCredentials,
  onBehalfOf,
  deviceCode,
  // As MSAL for JavaScript calls it, of RFC 8628 or not.
  { ...deviceCode, type: 'device_code' },
];
