import type { AppRegistration } from '../directory/registrations.js';
import type { Person } from '../people.js';
import type { EmulatorState } from '../state.js';

/** More than these don't fit into a token. */
const MOST_GROUPS = 200;

/**
 * The `groups` claim, for an app that wants it. Where there are too many, it is what Entra puts in its place: a pointer
 * to an API that is no more, so that the app has to ask Graph.
 */
export function groupsClaim(
  state: Pick<EmulatorState, 'groups' | 'servicePrincipals'>,
  app: AppRegistration,
  person: Person,
): Record<string, unknown> {
  const groups = groupsFor(state, app, person);
  if (groups.length === 0) return {};
  if (groups.length <= MOST_GROUPS) return { groups };
  const { oid, tid } = person;
  return {
    _claim_names: { groups: 'src1' },
    _claim_sources: { src1: { endpoint: `https://graph.windows.net/${tid}/users/${oid}/getMemberObjects` } },
  };
}

function groupsFor(
  { groups, servicePrincipals }: Pick<EmulatorState, 'groups' | 'servicePrincipals'>,
  { clientId, groupMembershipClaims }: AppRegistration,
  person: Person,
): string[] {
  const wanted = new Set((groupMembershipClaims ?? '').split(/,\s*/));
  const assigned = new Set(servicePrincipals.of(clientId, person.tid)?.assignments.map((each) => each.principalId));
  return groups
    .transitivelyOf(person)
    .filter(({ id, securityEnabled }) => {
      if (wanted.has('All')) return true;
      if (wanted.has('SecurityGroup')) return securityEnabled;
      return wanted.has('ApplicationGroup') && assigned.has(id);
    })
    .map(({ id }) => id);
}
