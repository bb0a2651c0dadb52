import type { AppRegistration } from '../directory/registrations.js';
import type { EmulatorState } from '../state.js';

/** The app roles that somebody has been assigned. An app that declares none has whatever the person is said to have. */
export function rolesOf(
  { servicePrincipals }: Pick<EmulatorState, 'servicePrincipals'>,
  { clientId, appRoles }: AppRegistration,
  person: { readonly oid: string; readonly roles: readonly string[] },
  tenantId: string,
): readonly string[] {
  if (appRoles.length === 0) return person.roles;
  const assigned = servicePrincipals.of(clientId, tenantId)?.assignments ?? [];
  const ids = new Set(assigned.filter(({ principalId }) => principalId === person.oid).map((each) => each.appRoleId));
  return appRoles.filter(({ id, isEnabled }) => isEnabled && ids.has(id)).map(({ value }) => value);
}
