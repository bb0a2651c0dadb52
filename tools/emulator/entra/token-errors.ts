import { EntraError } from './entra-error.js';

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

export function clientIsPublic(): EntraError {
  return new EntraError(
    700025,
    'invalid_client',
    "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
    { status: 401 },
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

export function missingCredential(): EntraError {
  return new EntraError(
    7000218,
    'invalid_client',
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    { status: 401 },
  );
}

export function wrongSecret(clientId: string): EntraError {
  return new EntraError(
    7000215,
    'invalid_client',
    'Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not ' +
      `the client secret ID, for a secret added to app '${clientId}'.`,
    { status: 401 },
  );
}

export function unknownAssertionKey(): EntraError {
  return new EntraError(
    700027,
    'invalid_client',
    'Client assertion contains an invalid signature. [Reason - The key was not found.]',
    { status: 401 },
  );
}

export function expiredSecret(clientId: string): EntraError {
  return new EntraError(
    7000222,
    'invalid_client',
    `The provided client secret keys for app '${clientId}' are expired. Visit the Azure portal to create new keys ` +
      'for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added ' +
      'security: https://aka.ms/certCreds.',
    { status: 401 },
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
