import { revokeSessions } from '../../revocation.js';
import type { GraphResource } from '../graph-resource.js';
import { serviceRoot } from '../odata/context.js';
import { aboutPerson } from '../person-resource.js';

const REVOKE = ['User.RevokeSessions.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All'];

/** `/me/revokeSignInSessions`: refresh tokens are refused from now on, access tokens that can be are challenged. */
export const sessions: readonly GraphResource[] = aboutPerson({
  method: 'POST',
  path: '/revokeSignInSessions',
  me: ['User.ReadWrite', ...REVOKE],
  users: { delegated: REVOKE, application: REVOKE },
  handle: (call, person) => {
    revokeSessions(call.state, person.oid);
    call.state.grants.revokeAccessTokens(person.oid);
    return { json: { '@odata.context': `${serviceRoot(call)}/$metadata#Edm.Boolean`, value: true } };
  },
});
