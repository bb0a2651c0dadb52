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

/** How texts name an application. */
export interface AppName {
  readonly clientId: string;
  readonly displayName: string;
}

export function malformedClientId(clientId: string): EntraError {
  return new EntraError(700038, 'invalid_request', `${clientId} is not a valid application identifier.`, {
    isLookedUp: false,
  });
}

/** A single-tenant app at `common` or `organizations`. */
export function notMultitenant({ clientId, displayName }: AppName): EntraError {
  return new EntraError(
    50194,
    'invalid_request',
    `Application '${clientId}'(${displayName}) is not configured as a multi-tenant application. Usage of the /common ` +
      "endpoint is not supported for such apps created after '10/15/2018'. Use a tenant-specific endpoint or " +
      'configure the application to be multi-tenant.',
  );
}

export function consentRequired(
  { clientId, displayName }: AppName,
  error: 'invalid_grant' | 'interaction_required',
): EntraError {
  return new EntraError(
    65001,
    error,
    `The user or administrator has not consented to use the application with ID '${clientId}' named ` +
      `'${displayName}'. Send an interactive authorization request for this user and resource.`,
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

export function unknownPermission(app: string, scope: string, resource: string): EntraError {
  return new EntraError(
    650053,
    'invalid_scope',
    `The application '${app}' asked for scope '${scope}' that doesn't exist on the resource '${resource}'. Contact ` +
      'the app vendor.',
  );
}

/** `.default` of an API that the registration lists no permission of. */
export function unlistedResource(client: AppName, resource: AppName, listed: readonly string[]): EntraError {
  return new EntraError(
    650057,
    'invalid_resource',
    'Invalid resource. The client has requested access to a resource which is not listed in the requested ' +
      `permissions in the client's application registration. Client app ID: ${client.clientId}` +
      `(${client.displayName}). Resource value from request: ${resource.displayName}. Resource app ID: ` +
      `${resource.clientId}. List of valid resources from app registration: ${listed.join(', ')}.`,
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

export function resourceMismatch(): EntraError {
  return new EntraError(
    9010010,
    'invalid_target',
    "The resource parameter provided in the request doesn't match with the requested scopes.",
  );
}

/** Somebody who is not assigned to an app that wants it. */
export function notAssigned(
  { clientId, displayName }: AppName,
  error: 'invalid_grant' | 'interaction_required',
): EntraError {
  return new EntraError(
    50105,
    error,
    `Your administrator has configured the application ${displayName} ('${clientId}') to block users unless they are ` +
      "specifically granted ('assigned') access to the application.",
  );
}

/** An authentication context that the sign-in does not have. */
export function strongerSignInNeeded(resource: string): EntraError {
  return new EntraError(
    50076,
    'invalid_grant',
    'Due to a configuration change made by your administrator, or because you moved to a new location, you must use ' +
      `multi-factor authentication to access '${resource}'.`,
    { suberror: 'basic_action' },
  );
}
