import { GraphError } from './graph-error.js';
import type { GraphResource } from './graph-resource.js';
import { keysAt, segmentsOf, type ObjectKey } from './odata/resource-path.js';
import { appRoleAssignments } from './resources/app-role-assignments.js';
import { applicationPasswords } from './resources/application-passwords.js';
import { applications } from './resources/applications.js';
import { calendarView } from './resources/calendar-view.js';
import { federatedIdentityCredentials } from './resources/federated-identity-credentials.js';
import { manager } from './resources/manager.js';
import { memberships } from './resources/memberships.js';
import { organization } from './resources/organization.js';
import { permissionGrants } from './resources/permission-grants.js';
import { photos } from './resources/photos.js';
import { policies } from './resources/policies.js';
import { servicePrincipals } from './resources/service-principals.js';
import { sessions } from './resources/sessions.js';
import { users } from './resources/users.js';

/** Everything that there is. To add a resource: a file of its own in `resources/`, and its name here. */
const RESOURCES: readonly GraphResource[] = [
  ...users,
  ...photos,
  ...manager,
  ...memberships,
  ...sessions,
  ...organization,
  ...calendarView,
  ...applications,
  ...applicationPasswords,
  ...federatedIdentityCredentials,
  ...servicePrincipals,
  ...permissionGrants,
  ...appRoleAssignments,
  ...policies,
];

/** @throws GraphError 404 for a path that there is not, 405 for a method that it does not have */
export function resourceAt(method: string, path: string): { resource: GraphResource; keys: readonly ObjectKey[] } {
  const segments = segmentsOf(path);
  const there = RESOURCES.flatMap((resource) => {
    const keys = keysAt(resource.path, segments);
    return keys ? [{ resource, keys }] : [];
  });
  if (there.length === 0) {
    throw new GraphError(404, 'Request_ResourceNotFound', 'The emulator does not know this resource.');
  }
  const found = there.find(({ resource }) => resource.method === method);
  if (found) return found;
  throw new GraphError(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.', {
    headers: { Allow: there.map(({ resource }) => resource.method).join(', ') },
  });
}
