import type { Person } from '../people.js';
import type { EmulatorState } from '../state.js';
import type { Needed } from './permissions.js';
import { DEFAULT_SCOPE } from './scopes.js';
import type { SignInRequest } from './sign-in-request.js';

type Directory = Pick<EmulatorState, 'consents' | 'servicePrincipals'>;

/**
 * Keeps what somebody accepted. An administrator who consents to everything that a registration lists gives it its
 * application permissions too.
 *
 * @param forEverybody - of whoever is no administrator it is ignored
 */
export function recordConsent(
  directory: Directory,
  request: SignInRequest,
  { oid, tid: tenantId, administrator }: Person,
  needed: readonly Needed[],
  forEverybody: boolean,
): void {
  const everybody = forEverybody && administrator === true;
  const { clientId } = request.client;
  for (const { resource, values } of needed) {
    const principalId = everybody ? null : oid;
    directory.consents.grant({ tenantId, clientId, resourceId: resource.clientId, principalId, scopes: values });
  }
  if (everybody && wantsEverything(request)) giveRoles(directory, request.client, tenantId);
}

/** For pages: the application permissions that an administrator is asked for. */
export function rolesListed({ registrations }: Pick<EmulatorState, 'registrations'>, request: SignInRequest): string[] {
  if (!request.forEverybody || !wantsEverything(request)) return [];
  return request.client.requiredResourceAccess.flatMap(({ resourceAppId, resourceAccess }) => {
    const roles = registrations.get(resourceAppId)?.appRoles ?? [];
    return roles.filter(({ id }) => resourceAccess.some((each) => each.id === id)).map(({ value }) => value);
  });
}

function wantsEverything({ scopes }: SignInRequest): boolean {
  return scopes.permissions.some(({ value }) => value === DEFAULT_SCOPE);
}

function giveRoles({ servicePrincipals }: Directory, client: SignInRequest['client'], tenantId: string): void {
  const principal = servicePrincipals.ensure(client, tenantId);
  for (const { resourceAppId, resourceAccess } of client.requiredResourceAccess) {
    const resource = servicePrincipals.ensure({ clientId: resourceAppId }, tenantId);
    for (const { id, type } of resourceAccess) {
      if (type === 'Role') servicePrincipals.assign(resource, principal.objectId, id);
    }
  }
}
