import { z } from 'zod';
import { NO_ROLE, type AppRoleAssignment, type ServicePrincipal } from '../../directory/service-principals.js';
import {
  registrationOf,
  servicePrincipalAt,
  servicePrincipalsOf,
  servicePrincipalWith,
} from '../applications/service-principal-at.js';
import { GraphError, resourceNotFound } from '../graph-error.js';
import { parsedBody } from '../graph-body.js';
import type { GraphAnswer, GraphCall, GraphResource, Permissions } from '../graph-resource.js';
import { serviceRoot } from '../odata/context.js';
import { iso } from '../odata/iso.js';
import { page } from '../odata/page.js';
import type { Entity } from '../odata/select.js';
import { peopleOf } from '../person-resource.js';
import { READ_APPLICATIONS } from './application-permissions.js';

const WRITE = ['AppRoleAssignment.ReadWrite.All', 'Directory.AccessAsUser.All'];
const MAY_WRITE: Permissions = { delegated: WRITE, application: WRITE };

const assignmentBody = z.strictObject({ principalId: z.guid(), resourceId: z.guid(), appRoleId: z.guid() });

/** `appRoleAssignedTo` of an API, and the same from the side of who has the role: `appRoleAssignments`. */
export const appRoleAssignments: readonly GraphResource[] = [
  {
    method: 'GET',
    path: '/servicePrincipals/{id}/appRoleAssignedTo',
    permissions: READ_APPLICATIONS,
    options: ['$top', '$skiptoken'],
    handle: (call) => {
      const resource = servicePrincipalAt(call);
      return page(
        call,
        'appRoleAssignments',
        resource.assignments.map((assignment) => entityOf(call, resource, assignment)),
      );
    },
  },
  {
    method: 'GET',
    path: '/servicePrincipals/{id}/appRoleAssignments',
    permissions: READ_APPLICATIONS,
    options: ['$top', '$skiptoken'],
    handle: (call) => {
      const { objectId } = servicePrincipalAt(call);
      const held = servicePrincipalsOf(call).flatMap((resource) =>
        resource.assignments
          .filter(({ principalId }) => principalId === objectId)
          .map((assignment) => entityOf(call, resource, assignment)),
      );
      return page(call, 'appRoleAssignments', held);
    },
  },
  {
    method: 'POST',
    path: '/servicePrincipals/{id}/appRoleAssignedTo',
    permissions: MAY_WRITE,
    handle: assign('resourceId'),
  },
  {
    method: 'POST',
    path: '/servicePrincipals/{id}/appRoleAssignments',
    permissions: MAY_WRITE,
    handle: assign('principalId'),
  },
  {
    method: 'DELETE',
    path: '/servicePrincipals/{id}/appRoleAssignedTo/{id}',
    permissions: MAY_WRITE,
    handle: (call) => {
      const resource = servicePrincipalAt(call);
      const id = call.keys[1]?.value ?? '';
      if (!resource.assignments.some((assignment) => assignment.id === id)) throw resourceNotFound(id);
      resource.assignments = resource.assignments.filter((assignment) => assignment.id !== id);
      return {};
    },
  },
];

/** @param side - which member of the body names the service principal of the path */
function assign(side: 'resourceId' | 'principalId'): GraphResource['handle'] {
  return (call): GraphAnswer => {
    const { objectId } = servicePrincipalAt(call);
    const body = parsedBody(assignmentBody, call.body, 'appRoleAssignment');
    if (body[side].toLowerCase() !== objectId) {
      throw badRequest(`The ${side} of the assignment is not the service principal that the path names.`);
    }
    const resource = servicePrincipalWith(call, body.resourceId);
    const principal = principalWith(call, body.principalId);
    requireRole(call, resource, body.appRoleId, principal.type);
    if (resource.assignments.some((each) => each.principalId === principal.id && each.appRoleId === body.appRoleId)) {
      throw badRequest('Permission being assigned already exists on the object');
    }
    const assignment = call.state.servicePrincipals.assign(resource, principal.id, body.appRoleId);
    const context = `${serviceRoot(call)}/$metadata#appRoleAssignments/$entity`;
    return { status: 201, json: { '@odata.context': context, ...entityOf(call, resource, assignment) } };
  };
}

interface Principal {
  readonly id: string;
  readonly displayName: string;
  readonly type: 'User' | 'ServicePrincipal';
}

/** @throws GraphError 404 */
function principalWith(call: GraphCall, id: string): Principal {
  const person = peopleOf(call).find(({ oid }) => oid.toLowerCase() === id.toLowerCase());
  if (person) return { id: person.oid, displayName: person.displayName, type: 'User' };
  const principal = servicePrincipalWith(call, id);
  const { displayName } = registrationOf(call, principal);
  return { id: principal.objectId, displayName, type: 'ServicePrincipal' };
}

/** No role at all is for APIs that have none for this kind of principal. */
function requireRole(call: GraphCall, resource: ServicePrincipal, appRoleId: string, type: Principal['type']): void {
  const memberType = type === 'User' ? 'User' : 'Application';
  const roles = registrationOf(call, resource).appRoles.filter(
    ({ isEnabled, allowedMemberTypes }) => isEnabled && allowedMemberTypes.includes(memberType),
  );
  if (appRoleId === NO_ROLE ? roles.length === 0 : roles.some(({ id }) => id === appRoleId)) return;
  throw badRequest('Not a valid reference update.');
}

function entityOf(call: GraphCall, resource: ServicePrincipal, assignment: AppRoleAssignment): Entity {
  const principal = principalWith(call, assignment.principalId);
  return {
    id: assignment.id,
    deletedDateTime: null,
    appRoleId: assignment.appRoleId,
    createdDateTime: iso(assignment.createdAtMs),
    principalDisplayName: principal.displayName,
    principalId: principal.id,
    principalType: principal.type,
    resourceDisplayName: registrationOf(call, resource).displayName,
    resourceId: resource.objectId,
  };
}

function badRequest(message: string): GraphError {
  return new GraphError(400, 'Request_BadRequest', message);
}
