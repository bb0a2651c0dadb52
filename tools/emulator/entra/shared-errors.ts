import { EntraError } from './entra-error.js';

/** The refusals that more than one endpoint gives, worded as Entra words them. */

export function missingParameter(name: string): EntraError {
  return new EntraError(900144, 'invalid_request', `The request body must contain the following parameter: '${name}'.`);
}

export function duplicatedParameter(name: string): EntraError {
  return new EntraError(
    9000411,
    'invalid_request',
    `The request is not properly formatted. The parameter '${name}' is duplicated.`,
  );
}

export function malformedRequest(error: 'invalid_request' | 'invalid_grant' = 'invalid_request'): EntraError {
  return new EntraError(9002313, error, 'Invalid request. Request is malformed or invalid.');
}

export function tenantNotFound(tenant: string): EntraError {
  return new EntraError(
    90002,
    'invalid_request',
    `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the ` +
      'correct cloud. Check with your subscription administrator, this may happen if there are no active ' +
      'subscriptions for the tenant.',
  );
}

export function unknownClient(clientId: string, directory: string): EntraError {
  return new EntraError(
    700016,
    'unauthorized_client',
    `Application with identifier '${clientId}' was not found in the directory '${directory}'. This can happen if ` +
      'the application has not been installed by the administrator of the tenant or consented to by any user in ' +
      'the tenant. You may have sent your authentication request to the wrong tenant.',
  );
}

export function consentRequired(
  clientId: string,
  app: string,
  error: 'invalid_grant' | 'interaction_required',
): EntraError {
  return new EntraError(
    65001,
    error,
    `The user or administrator has not consented to use the application with ID '${clientId}' named '${app}'. ` +
      'Send an interactive authorization request for this user and resource.',
    { suberror: 'consent_required' },
  );
}

export function invalidScope(scope: string): EntraError {
  return new EntraError(
    70011,
    'invalid_scope',
    "The provided request must include a 'scope' input parameter. The provided value for the input parameter " +
      `'scope' is not valid. The scope ${scope} is not valid.`,
  );
}

export function unknownResource(resource: string, directory: string): EntraError {
  return new EntraError(
    500011,
    'invalid_resource',
    `The resource principal named ${resource} was not found in the tenant named ${directory}. This can happen if ` +
      'the application has not been installed by the administrator of the tenant or consented to by any user in ' +
      'the tenant. You might have sent your authentication request to the wrong tenant.',
  );
}

/** `.default` stands beside OpenID scopes alone. */
export function defaultBesideOthers(scope: string): EntraError {
  return new EntraError(
    70011,
    'invalid_scope',
    `${invalidScope(scope).text} .default scope can't be combined with resource-specific scopes.`,
  );
}

export function moreThanOneResource(scope: string): EntraError {
  return new EntraError(
    28000,
    'invalid_request',
    'Provided value for the input parameter scope is not valid because it contains more than one resource. ' +
      `Scope ${scope} is not valid.`,
  );
}
