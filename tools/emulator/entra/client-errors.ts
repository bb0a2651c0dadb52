import { EntraError } from './entra-error.js';

/** The refusals of a client that does not prove itself. */

export function clientIsPublic(): EntraError {
  return new EntraError(
    700025,
    'invalid_client',
    "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
    { status: 401 },
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

/**
 * @param thumbprint - of the certificate, in hexadecimal
 */
export function unknownAssertionKey(thumbprint: string, clientId: string): EntraError {
  return badSignature('The key was not found.', thumbprint, clientId);
}

export function assertionSignatureMismatch(thumbprint: string, clientId: string): EntraError {
  return badSignature('The provided signature value did not match the expected signature value.', thumbprint, clientId);
}

function badSignature(reason: string, thumbprint: string, clientId: string): EntraError {
  return refused(
    700027,
    `Client assertion contains an invalid signature. [Reason - ${reason}, Thumbprint of key used by client: ` +
      `'${thumbprint}', Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys ` +
      `for app Id '${clientId}'.]`,
  );
}

export function noThumbprint(): EntraError {
  return refused(
    5002723,
    'Invalid JWT token. No certificate SHA-1 thumbprint, certificate SHA-256 thumbprint, nor keyId specified in token ' +
      'header.',
  );
}

export function unsupportedAlgorithm(algorithm: string): EntraError {
  return refused(
    5002738,
    `Invalid JWT token. '${algorithm}' is not a supported signature algorithm. Supported signing algorithms are: ` +
      "'PS256, RS256'",
  );
}

export function malformedAssertion(): EntraError {
  return new EntraError(50027, 'invalid_request', 'JWT token is invalid or malformed.');
}

export function unsupportedAssertionType(): EntraError {
  return new EntraError(90023, 'invalid_request', "Unsupported 'client_assertion_type' value.");
}

/** Of a certificate that is registered. */
export function certificateOutOfDate(): EntraError {
  return refused(1000502, 'The provided certificate is not within its specified validity window.');
}

export function assertionOutOfTime(nowMs: number, validFrom: number | undefined, expiry: number): EntraError {
  return refused(
    700024,
    `Client assertion is not within its valid time range. Current time: ${new Date(nowMs).toISOString()}, assertion ` +
      `valid from ${isoOf(validFrom ?? 0)}, expiry time of assertion ${isoOf(expiry)}.`,
  );
}

export function assertionForSomebodyElse(): EntraError {
  return refused(
    700023,
    'Client assertion audience claim does not match Realm issuer. Review the documentation at ' +
      'https://docs.microsoft.com/azure/active-directory/develop/active-directory-certificate-credentials .',
  );
}

export function assertionOfAnotherClient(): EntraError {
  return refused(
    700021,
    "Client assertion application identifier doesn't match 'client_id' parameter. Review the documentation at " +
      'https://docs.microsoft.com/azure/active-directory/develop/active-directory-certificate-credentials .',
  );
}

/** Only where replays are refused: nothing tells that Entra does. */
export function assertionUsedBefore(): EntraError {
  return refused(50027, 'JWT token is invalid or malformed. [Reason - The assertion has been used before.]');
}

/** The part of a federated token that no registered credential has. */
export function noFederatedRecord(part: 'issuer' | 'audience' | 'subject', value: string): EntraError {
  return new EntraError(
    { issuer: 700211, audience: 700212, subject: 700213 }[part],
    'invalid_client',
    `No matching federated identity record found for presented assertion ${part} '${value}'. Please check your ` +
      'federated identity credential Subject, Audience and Issuer against the presented assertion. ' +
      'https://docs.microsoft.com/azure/active-directory/develop/workload-identity-federation',
    { status: 401, isLookedUp: false },
  );
}

/** The keys of a federated issuer could not be had. */
export function issuerUnreachable(): EntraError {
  return new EntraError(50166, 'invalid_request', 'Request to External OIDC endpoint failed.');
}

export function notAnAppOnlyToken(): EntraError {
  return refused(
    700229,
    'Only app-only tokens can be used as Federated Identity Credentials for AAD issuer. Ensure the token is app-only.',
  );
}

export function federatedByFederated(): EntraError {
  return refused(
    700231,
    'Tokens acquired with a federated identity credential may not be used as a federated identity credential.',
  );
}

function refused(code: number, text: string): EntraError {
  return new EntraError(code, 'invalid_client', text, { status: 401 });
}

function isoOf(epochSeconds: number): string {
  const date = new Date(epochSeconds * 1000);
  return Number.isNaN(date.getTime()) ? String(epochSeconds) : date.toISOString();
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
