import { EntraError } from './entra-error.js';

/** The refusals that only the authorization endpoint gives. */

export function redirectUriMismatch(redirectUri: string, clientId: string): EntraError {
  return new EntraError(
    50011,
    'invalid_request',
    `The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for ` +
      `the application '${clientId}'. Make sure the redirect URI sent in the request matches one added to your ` +
      'application in the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more about ' +
      'how to fix this.',
  );
}

export function noReplyAddress(): EntraError {
  return new EntraError(500113, 'invalid_request', 'No reply address is registered for the application.');
}

export function wrongTenant(userPrincipalName: string, directory: string, clientId: string, app: string): EntraError {
  return new EntraError(
    50020,
    'invalid_request',
    `User account '${userPrincipalName}' from another identity provider does not exist in tenant '${directory}' ` +
      `and cannot access the application '${clientId}'(${app}) in that tenant. The account needs to be added as ` +
      'an external user in the tenant first. Sign out and sign in again with a different account.',
  );
}

export function responseTypeNotEnabled(): EntraError {
  return new EntraError(
    700054,
    'unsupported_response_type',
    "response_type 'id_token' is not enabled for the application.",
  );
}

export function unsupportedResponseType(): EntraError {
  return new EntraError(70005, 'unsupported_response_type', "The response type is not 'code'.");
}

export function unsupportedResponseMode(mode: string): EntraError {
  return new EntraError(
    70007,
    'unsupported_response_type',
    `'${mode}' is not a supported value of 'response_mode' when requesting a token.`,
  );
}

export function unsupportedPrompt(): EntraError {
  return new EntraError(90023, 'invalid_request', "Unsupported 'prompt' value.");
}

export function nobodySignedIn(): EntraError {
  return new EntraError(50058, 'login_required', 'A silent sign-in request was sent but no user is signed in.');
}

export function consentDeclined(): EntraError {
  return new EntraError(65004, 'access_denied', 'User declined to consent to access the app.');
}

export function administratorNeeded(): EntraError {
  return new EntraError(90094, 'access_denied', 'The grant requires admin permission.');
}
