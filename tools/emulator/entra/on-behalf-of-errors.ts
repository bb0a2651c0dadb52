import { EntraError } from './entra-error.js';
import type { AppName } from './shared-errors.js';

/** The refusals of an assertion that somebody would act on. */

export function onBehalfOfSignature(reason: string, thumbprint: string): EntraError {
  return new EntraError(
    50013,
    'invalid_grant',
    `Assertion failed signature validation. [Reason - ${reason}, Thumbprint of key used by client: '${thumbprint}']`,
  );
}

export function onBehalfOfAudience(audience: string, { clientId }: AppName): EntraError {
  return new EntraError(
    500131,
    'invalid_grant',
    'Assertion audience does not match the Client app presenting the assertion. The audience in the assertion was ' +
      `'${audience}' and the expected audience is '${clientId}' or one of the Application Uris of this application ` +
      `with App ID '${clientId}'.`,
  );
}

export function idTokenOnBehalfOf(): EntraError {
  return new EntraError(
    240002,
    'invalid_request',
    "Input id_token cannot be used as 'urn:ietf:params:oauth:grant-type:jwt-bearer' grant.",
  );
}

export function appOnlyOnBehalfOf({ clientId }: AppName): EntraError {
  return new EntraError(
    7000114,
    'invalid_grant',
    `Application '${clientId}' is not allowed to make application on-behalf-of calls.`,
  );
}

export function onBehalfOfExpired(nowMs: number, expiry: number): EntraError {
  return new EntraError(
    500133,
    'invalid_grant',
    'Assertion is not within its valid time range. Ensure that the access token is not expired before using it for ' +
      `user assertion, or request a new token. Current time: ${new Date(nowMs).toISOString()}, expiry time of ` +
      `assertion ${new Date(expiry * 1000).toISOString()}.`,
  );
}

export function onBehalfOfRevoked(): EntraError {
  return new EntraError(70000, 'invalid_grant', 'Provided grant is invalid or malformed.', { suberror: 'bad_token' });
}

export function onBehalfOfTenant(user: string, directory: string): EntraError {
  return new EntraError(50020, 'invalid_grant', `User account '${user}' does not exist in tenant '${directory}'.`);
}
