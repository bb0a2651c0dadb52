import type { Person } from '../../people.js';
import type { GraphAnswer, GraphCall, GraphResource } from '../graph-resource.js';
import { contextOf } from '../odata/context.js';
import { filterIn } from '../odata/filter.js';
import { page } from '../odata/page.js';
import { select } from '../odata/select.js';
import { aboutPerson, peopleOf } from '../person-resource.js';
import { FILTERABLE_USER_PROPERTIES, USER, userEntity } from '../user.js';
import { READ_ALL_USERS, READ_ME, READ_USERS_BASIC } from './permissions.js';

/** `/me`, `/users/{id}` and `/users`. */
export const users: readonly GraphResource[] = [
  ...aboutPerson({
    method: 'GET',
    path: '',
    me: READ_ME,
    users: { delegated: [...READ_USERS_BASIC, 'User.Read'], application: READ_USERS_BASIC },
    options: ['$select'],
    handle: oneUser,
  }),
  {
    method: 'GET',
    path: '/users',
    permissions: { delegated: READ_USERS_BASIC, application: READ_ALL_USERS },
    options: ['$select', '$filter', '$top', '$skiptoken'],
    handle: (call) => {
      const matches = filterIn(call.query, 'User', FILTERABLE_USER_PROPERTIES);
      const found = peopleOf(call).filter((person) => matches?.(userEntity(person)) ?? true);
      return page(call, 'users', found, { shown: (person) => select(USER, userEntity(person), call.query) });
    },
  },
];

function oneUser(call: GraphCall, person: Person): GraphAnswer {
  return {
    json: { '@odata.context': contextOf(call, 'users', 'entity'), ...select(USER, userEntity(person), call.query) },
  };
}
