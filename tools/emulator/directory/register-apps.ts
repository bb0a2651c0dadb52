import type { Person } from '../people.js';
import type { AppOptions, PermissionOptions } from './app-options.js';
import { registrationFrom } from './app-options.js';
import type { Consents } from './consents.js';
import { GRAPH_APP_ID } from './microsoft-graph.js';
import { findScope, type AppRegistration, type Registrations, type RequiredResourceAccess } from './registrations.js';
import { NO_ROLE, type ServicePrincipals } from './service-principals.js';

/** What an app registration touches. */
export interface Directory {
  readonly registrations: Registrations;
  readonly servicePrincipals: ServicePrincipals;
  readonly consents: Consents;
  readonly people: readonly Person[];
}

const DEFAULT_PERMISSIONS: readonly PermissionOptions[] = [{ scopes: ['User.Read'] }];

/**
 * Registers apps, those that others name before or after alike, with a service principal of each in its home tenant.
 *
 * @throws RangeError for a client id that is taken, and for a permission, a role or a person that there is not
 */
export function registerApps(
  directory: Directory,
  apps: readonly AppOptions[],
  tenantId: string,
  nowMs: number,
): AppRegistration[] {
  const added = apps.map((options) => directory.registrations.add(registrationFrom(options, tenantId, nowMs)));
  for (const [index, registration] of added.entries()) {
    const options = apps[index] as AppOptions;
    givePermissions(directory, registration, options);
    assign(directory, registration, options);
  }
  return added;
}

function givePermissions(directory: Directory, registration: AppRegistration, options: AppOptions): void {
  const { consents, servicePrincipals, registrations } = directory;
  const tenantId = registration.homeTenant;
  const client = servicePrincipals.ensure(registration, tenantId);
  registration.requiredResourceAccess = (options.permissions ?? DEFAULT_PERMISSIONS).map((permissions) =>
    requiredAccess(registrations, permissions),
  );
  if (!options.adminConsent) return;
  for (const { resource = GRAPH_APP_ID, scopes = [] } of options.permissions ?? DEFAULT_PERMISSIONS) {
    const resourceId = resourceOf(registrations, resource).clientId;
    if (scopes.length === 0) continue;
    consents.grant({ tenantId, clientId: registration.clientId, resourceId, principalId: null, scopes });
  }
  for (const { resourceAppId, resourceAccess } of registration.requiredResourceAccess) {
    const resource = servicePrincipals.ensure({ clientId: resourceAppId }, tenantId);
    for (const { id, type } of resourceAccess) {
      if (type === 'Role') servicePrincipals.assign(resource, client.objectId, id);
    }
  }
}

function requiredAccess(registrations: Registrations, permissions: PermissionOptions): RequiredResourceAccess {
  const resource = resourceOf(registrations, permissions.resource ?? GRAPH_APP_ID);
  return {
    resourceAppId: resource.clientId,
    resourceAccess: [
      ...(permissions.scopes ?? []).map((value) => {
        const scope = findScope(resource, value);
        if (!scope) throw new RangeError(`${resource.displayName} exposes no scope '${value}'.`);
        // Listed from now on, so that its id leads back to it.
        if (!resource.scopes.some(({ id }) => id === scope.id)) resource.scopes = [...resource.scopes, scope];
        return { id: scope.id, type: 'Scope' as const };
      }),
      ...(permissions.roles ?? []).map((value) => ({ id: roleOf(resource, value), type: 'Role' as const })),
    ],
  };
}

function assign({ servicePrincipals, people }: Directory, registration: AppRegistration, options: AppOptions): void {
  const principal = servicePrincipals.ensure(registration, registration.homeTenant);
  principal.appRoleAssignmentRequired = options.assignmentRequired ?? false;
  for (const { person: who, role } of options.assignments ?? []) {
    const person = people.find(({ oid, key }) => who === oid || who === key);
    if (!person) throw new RangeError(`Nobody has the object id or the key '${who}'.`);
    servicePrincipals.assign(principal, person.oid, role === undefined ? NO_ROLE : roleOf(registration, role));
  }
}

function resourceOf(registrations: Registrations, identifier: string): AppRegistration {
  const resource = registrations.resource(identifier);
  if (!resource) throw new RangeError(`No app has the client id or the Application ID URI '${identifier}'.`);
  return resource;
}

function roleOf({ appRoles, displayName }: AppRegistration, value: string): string {
  const role = appRoles.find((candidate) => candidate.value === value);
  if (!role) throw new RangeError(`${displayName} has no app role '${value}'.`);
  return role.id;
}
