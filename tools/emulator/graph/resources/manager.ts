import { resourceNotFound } from '../graph-error.js';
import type { GraphResource } from '../graph-resource.js';
import { contextOf } from '../odata/context.js';
import { select } from '../odata/select.js';
import { aboutPerson, peopleOf } from '../person-resource.js';
import { USER, userEntity } from '../user.js';
import { READ_ALL_USERS } from './permissions.js';

/** `/me/manager`. */
export const manager: readonly GraphResource[] = aboutPerson({
  method: 'GET',
  path: '/manager',
  me: READ_ALL_USERS,
  users: { delegated: READ_ALL_USERS, application: READ_ALL_USERS },
  options: ['$select'],
  handle: (call, person) => {
    const found = peopleOf(call).find(({ key }) => key === person.manager);
    if (!found) throw resourceNotFound('manager');
    return {
      json: {
        '@odata.context': contextOf(call, 'directoryObjects', 'entity'),
        '@odata.type': '#microsoft.graph.user',
        ...select(USER, userEntity(found), call.query),
      },
    };
  },
});
