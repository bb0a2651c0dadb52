import type { Person } from '../people.js';
import { personOf } from './graph-caller.js';
import { resourceNotFound } from './graph-error.js';
import type { GraphCall, GraphResource, PersonResource } from './graph-resource.js';

/** Such as `/me/manager`, and `/users/{id}/manager` beside it. */
export function aboutPerson({ me, users, path, handle, ...resource }: PersonResource): GraphResource[] {
  return [
    {
      ...resource,
      path: `/me${path}`,
      permissions: { delegated: me },
      handle: (call) => handle(call, personOf(call.caller)),
    },
    {
      ...resource,
      path: `/users/{id}${path}`,
      permissions: users,
      handle: ({ keys: [user, ...keys], ...call }) => {
        const whole = { ...call, keys };
        return handle(whole, personAt(whole, user?.value ?? ''));
      },
    },
  ];
}

/** Everybody in the caller's directory. */
export function peopleOf({ state, caller }: Pick<GraphCall, 'state' | 'caller'>): Person[] {
  return state.people.filter(({ tid }) => tid === caller.tenantId);
}

/**
 * @param name - an object id or a user principal name
 * @throws GraphError 404
 */
export function personAt(call: Pick<GraphCall, 'state' | 'caller'>, name: string): Person {
  const wanted = name.toLowerCase();
  const person = peopleOf(call).find(({ oid, userPrincipalName }) =>
    [oid, userPrincipalName].some((known) => known.toLowerCase() === wanted),
  );
  if (!person) throw resourceNotFound(name);
  return person;
}
