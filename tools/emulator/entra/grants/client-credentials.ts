import type { AppRegistration } from '../../directory/registrations.js';
import type { ServicePrincipal } from '../../directory/service-principals.js';
import type { EmulatorState } from '../../state.js';
import { accessTokenFor } from '../access-token.js';
import { missingCredential } from '../client-errors.js';
import { DEFAULT_SCOPE, parseScopes } from '../scopes.js';
import { unknownResource } from '../shared-errors.js';
import {
  appDisabled,
  appNotAssigned,
  defaultScopeOnly,
  missingServicePrincipal,
  resourceDisabled,
  tenantlessGrant,
} from '../token-errors.js';
import { claimsIn } from '../claims-parameter.js';
import { required, type TokenRequest } from '../token-request.js';
import type { Grant } from './grant.js';

/** The client credentials grant, RFC 6749 section 4.4: the client acts for itself, with the roles that it has. */
export const clientCredentials: Grant = {
  type: 'client_credentials',
  async answer(state, request) {
    const { client, tenant, parameters, note } = request;
    if (tenant.tenantId === undefined) throw tenantlessGrant();
    if (client.method === 'none') throw missingCredential();
    const resource = resourceOf(state, request);
    const principal = principalOf(state, client.registration, tenant.tenantId);
    const api = apiOf(state, resource, tenant.tenantId);
    const roles = rolesAt(resource, api, principal);
    if (api.appRoleAssignmentRequired && roles.length === 0) throw appNotAssigned(client.registration, resource);
    note(client.registration.displayName);
    const { token, lifetimeSeconds } = await accessTokenFor(state, {
      client,
      resource,
      tenantId: tenant.tenantId,
      person: undefined,
      scopes: new Set(),
      roles,
      cp1: claimsIn(parameters.get('claims')).cp1,
      contexts: [],
    });
    return {
      token_type: 'Bearer',
      expires_in: lifetimeSeconds,
      ext_expires_in: lifetimeSeconds,
      access_token: token,
    };
  },
};

/** @throws EntraError 900144, 1002012, 500011 */
function resourceOf(state: EmulatorState, { parameters, client, tenant }: TokenRequest): AppRegistration {
  const scope = required(parameters, 'scope');
  if (scope.includes(' ') || !scope.endsWith(`/${DEFAULT_SCOPE}`)) throw defaultScopeOnly(scope);
  const [permission] = parseScopes(scope, client.registration, state.registrations, tenant.segment).permissions;
  if (!permission) throw defaultScopeOnly(scope);
  return permission.resource;
}

/** @throws EntraError 7000229, 7000112 */
function principalOf(state: EmulatorState, client: AppRegistration, tenantId: string): ServicePrincipal {
  const principal = state.servicePrincipals.of(client.clientId, tenantId);
  if (!principal) throw missingServicePrincipal(client.clientId, tenantId);
  if (!principal.accountEnabled) throw appDisabled(client);
  return principal;
}

/** @throws EntraError 500011, 500014 */
function apiOf(state: EmulatorState, resource: AppRegistration, tenantId: string): ServicePrincipal {
  const name = resource.identifierUris[0] ?? resource.clientId;
  // Those of Microsoft are in every tenant.
  const isMicrosofts = resource.homeTenant === state.graph.homeTenant;
  const principal = isMicrosofts
    ? state.servicePrincipals.ensure(resource, tenantId)
    : state.servicePrincipals.of(resource.clientId, tenantId);
  if (!principal) throw unknownResource(name, tenantId);
  if (!principal.accountEnabled) throw resourceDisabled(name);
  return principal;
}

function rolesAt({ appRoles }: AppRegistration, api: ServicePrincipal, client: ServicePrincipal): string[] {
  const given = new Set(
    api.assignments.filter(({ principalId }) => principalId === client.objectId).map(({ appRoleId }) => appRoleId),
  );
  return appRoles
    .filter(({ id, isEnabled, allowedMemberTypes }) => {
      return isEnabled && allowedMemberTypes.includes('Application') && given.has(id);
    })
    .map(({ value }) => value);
}
