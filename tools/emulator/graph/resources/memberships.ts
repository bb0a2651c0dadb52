import { z } from 'zod';
import type { Group } from '../../directory/groups.js';
import type { Person } from '../../people.js';
import { parsedBody } from '../graph-body.js';
import type { GraphAnswer, GraphCall, GraphResource } from '../graph-resource.js';
import { groupObject } from '../group.js';
import { serviceRoot } from '../odata/context.js';
import { page } from '../odata/page.js';
import { aboutPerson } from '../person-resource.js';
import { READ_ALL_USERS, READ_GROUPS, READ_ME } from './permissions.js';

/** Others may see which groups there are only by their ids. */
const SEE_GROUPS = new Set(READ_GROUPS.map((permission) => permission.toLowerCase()));
const MOST_CHECKED = 20;

const memberObjects = z.strictObject({ securityEnabledOnly: z.boolean().default(false) });
const checkedGroups = z.strictObject({ groupIds: z.array(z.string()).max(MOST_CHECKED) });

/** What somebody is a member of, as a list and as ids. */
export const memberships: readonly GraphResource[] = [
  ...listed('/memberOf', ({ state }, person) => state.groups.of(person)),
  ...listed('/transitiveMemberOf', ({ state }, person) => state.groups.transitivelyOf(person)),
  ...['/getMemberObjects', '/getMemberGroups'].flatMap((path) =>
    ids(path, ({ state, body }, person) => {
      const { securityEnabledOnly } = parsedBody(memberObjects, body, 'directoryObject');
      return state.groups.transitivelyOf(person).filter((group) => !securityEnabledOnly || group.securityEnabled);
    }),
  ),
  ...ids('/checkMemberGroups', ({ state, body }, person) => {
    const { groupIds } = parsedBody(checkedGroups, body, 'directoryObject');
    const asked = new Set(groupIds.map((id) => id.toLowerCase()));
    return state.groups.transitivelyOf(person).filter(({ id }) => asked.has(id));
  }),
];

type GroupsOf = (call: GraphCall, person: Person) => Group[];

function listed(path: string, groupsOf: GroupsOf): GraphResource[] {
  // The cast to groups answers the same: nothing but groups is a container here.
  return ['', '/microsoft.graph.group'].flatMap((cast) =>
    aboutPerson({
      method: 'GET',
      path: path + cast,
      me: [...READ_ME, ...READ_GROUPS],
      users: { delegated: [...READ_ALL_USERS, ...READ_GROUPS], application: READ_ALL_USERS },
      options: ['$select', '$top', '$skiptoken'],
      handle: (call, person) => {
        const seen = [...call.caller.permissions].some((permission) => SEE_GROUPS.has(permission));
        const groups = groupsOf(call, person).map((group) => groupObject(group, seen, call.query));
        return page(call, cast === '' ? 'directoryObjects' : 'groups', groups);
      },
    }),
  );
}

function ids(path: string, groupsOf: GroupsOf): GraphResource[] {
  return aboutPerson({
    method: 'POST',
    path,
    me: [...READ_ME, ...READ_GROUPS],
    users: { delegated: [...READ_ALL_USERS, ...READ_GROUPS], application: [...READ_ALL_USERS, ...READ_GROUPS] },
    handle: (call, person): GraphAnswer => ({
      json: {
        '@odata.context': `${serviceRoot(call)}/$metadata#Collection(Edm.String)`,
        value: groupsOf(call, person).map(({ id }) => id),
      },
    }),
  });
}
