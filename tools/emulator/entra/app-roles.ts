import type { AppRegistration } from '../directory/registrations.js';
import type { AppRoleAssignment } from '../directory/service-principals.js';
import type { Person } from '../people.js';
import type { EmulatorState } from '../state.js';

type Directory = Pick<EmulatorState, 'groups' | 'servicePrincipals'>;

/** The app roles that somebody has been assigned. An app that declares none has whatever the person is said to have. */
export function rolesOf(directory: Directory, app: AppRegistration, person: Person): readonly string[] {
  if (app.appRoles.length === 0) return person.roles;
  const ids = new Set(assignmentsOf(directory, app, person).map(({ appRoleId }) => appRoleId));
  return app.appRoles.filter(({ id, isEnabled }) => isEnabled && ids.has(id)).map(({ value }) => value);
}

/** Whether somebody may use an app: an enterprise application may be for those who are assigned alone. */
export function mayComeIn(directory: Directory, app: AppRegistration, person: Person): boolean {
  const principal = directory.servicePrincipals.of(app.clientId, person.tid);
  if (!principal?.appRoleAssignmentRequired) return true;
  return assignmentsOf(directory, app, person).length > 0;
}

/** Those of the person, and of the groups that the person is in directly: groups within groups don't count. */
function assignmentsOf(
  { groups, servicePrincipals }: Directory,
  { clientId }: AppRegistration,
  person: Person,
): AppRoleAssignment[] {
  const principals = new Set([person.oid, ...groups.of(person).map(({ id }) => id)]);
  const assignments = servicePrincipals.of(clientId, person.tid)?.assignments ?? [];
  return assignments.filter(({ principalId }) => principals.has(principalId));
}
