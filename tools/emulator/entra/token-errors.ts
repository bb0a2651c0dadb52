import { EntraError } from './entra-error.js';
import type { AppName } from './shared-errors.js';

/** The refusals that only the token endpoint gives. */

export function postOnly(method: string): EntraError {
  return new EntraError(
    900561,
    'invalid_request',
    `The endpoint only accepts POST requests. Received a ${method} request.`,
  );
}

export function crossOriginRedemption(origin: string): EntraError {
  return new EntraError(
    9002326,
    'invalid_request',
    "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type. " +
      `Request origin: '${origin}'.`,
  );
}

/** Of a single-page application that redeems from a server. */
export function crossOriginOnly(): EntraError {
  return new EntraError(
    9002327,
    'invalid_request',
    "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
  );
}

/** A code or a refresh token that another client was given. */
export function grantOfAnotherClient(): EntraError {
  return new EntraError(70000, 'invalid_grant', 'Provided grant is invalid or malformed.');
}

export function unsupportedGrantType(grantType: string): EntraError {
  return new EntraError(
    70003,
    'unsupported_grant_type',
    `The app requested an unsupported grant type '${grantType}'.`,
    {
      isLookedUp: false,
    },
  );
}

export function codeAlreadyRedeemed(): EntraError {
  return new EntraError(
    54005,
    'invalid_grant',
    'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh ' +
      'token.',
  );
}

export function codeExpired(): EntraError {
  return new EntraError(
    70008,
    'invalid_grant',
    'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive ' +
      'authorization request for this user and resource.',
  );
}

export function codeOfAnotherTenant(): EntraError {
  return new EntraError(
    700005,
    'invalid_grant',
    'The provided authorization code is intended to be used against another tenant, and was rejected.',
  );
}

export function verifierMismatch(): EntraError {
  return new EntraError(
    501481,
    'invalid_grant',
    'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
  );
}

export function replyAddressMismatch(sent: string, expected: string): EntraError {
  return new EntraError(
    500112,
    'invalid_grant',
    `The reply address '${sent}' does not match the reply address '${expected}' provided when requesting ` +
      'Authorization code.',
  );
}

export function grantRevoked(issuedAtMs: number, validFromMs: number): EntraError {
  return new EntraError(
    50173,
    'invalid_grant',
    'The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have ' +
      `changed or reset their password. The grant was issued on '${new Date(issuedAtMs).toISOString()}' and the ` +
      'TokensValidFrom date (before which tokens are not valid) for this user is ' +
      `'${new Date(validFromMs).toISOString()}'.`,
    { suberror: 'bad_token' },
  );
}

export function refreshTokenInactive(issuedAtMs: number): EntraError {
  return new EntraError(
    700082,
    'invalid_grant',
    'The refresh token has expired due to inactivity. The token was issued on ' +
      `${new Date(issuedAtMs).toISOString()} and was inactive for 90.00:00:00.`,
  );
}

/** A grant that knows no person, at `common` or `organizations`. */
export function tenantlessGrant(): EntraError {
  return new EntraError(
    9001023,
    'invalid_request',
    'The grant type is not supported over the /common or /consumers endpoints. Please use the /organizations or ' +
      'tenant-specific endpoint.',
  );
}

export function defaultScopeOnly(scope: string): EntraError {
  return new EntraError(
    1002012,
    'invalid_scope',
    `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with ` +
      '/.default suffixed to the resource identifier (application ID URI).',
  );
}

export function missingServicePrincipal(clientId: string, tenantId: string): EntraError {
  return new EntraError(
    7000229,
    'invalid_client',
    `The client application ${clientId} is missing service principal in the tenant ${tenantId}. See instructions ` +
      'here: https://go.microsoft.com/fwlink/?linkid=2225119',
    { status: 401 },
  );
}

export function appDisabled({ clientId, displayName }: AppName): EntraError {
  return new EntraError(7000112, 'unauthorized_client', `Application '${clientId}'(${displayName}) is disabled.`);
}

export function resourceDisabled(resource: string): EntraError {
  return new EntraError(
    500014,
    'invalid_resource',
    `The service principal for resource '${resource}' is disabled. This indicate that a subscription within the ` +
      'tenant has lapsed, or that the administrator for this tenant has disabled the application, preventing tokens ' +
      'from being issued for it.',
  );
}

/** An application that has no role at an API where one is required. */
export function appNotAssigned(client: AppName, resource: AppName): EntraError {
  return new EntraError(
    501051,
    'invalid_grant',
    `Application '${client.clientId}'(${client.displayName}) is not assigned to a role for the application ` +
      `'${resource.clientId}'(${resource.displayName}).`,
  );
}

export function unsupportedTokenUse(): EntraError {
  return new EntraError(90023, 'invalid_request', "Unsupported 'requested_token_use' value.");
}

export function devicePending(): EntraError {
  return new EntraError(
    70016,
    'authorization_pending',
    'OAuth 2.0 device flow error. Authorization is pending. Continue polling.',
  );
}

/** Who polls faster than it was told. */
export function deviceSlowDown(): EntraError {
  return new EntraError(70016, 'slow_down', 'OAuth 2.0 device flow error. Polling too frequently. Slow down.');
}

export function deviceDeclined(): EntraError {
  return new EntraError(65004, 'authorization_declined', 'User declined to consent to access the app.');
}

export function deviceCodeExpired(): EntraError {
  return new EntraError(70019, 'expired_token', 'Verification code expired. Have the user retry the sign-in.');
}

export function unknownDeviceCode(): EntraError {
  return new EntraError(
    70018,
    'bad_verification_code',
    "Invalid verification code due to User typing in wrong user code for device code flow. Authorization isn't approved.",
  );
}

export function requestLoop(): EntraError {
  return new EntraError(
    50196,
    'invalid_grant',
    'The server terminated an operation because it encountered a client request loop.',
  );
}
