import { z } from 'zod';
import type { ServicePrincipal } from '../../directory/service-principals.js';
import { noteChange } from '../applications/application-at.js';
import { registrationOf, servicePrincipalAt, servicePrincipalsOf } from '../applications/service-principal-at.js';
import { FILTERABLE_PRINCIPAL_PROPERTIES, servicePrincipalEntity } from '../applications/service-principal-entity.js';
import { GraphError } from '../graph-error.js';
import { parsedBody } from '../graph-body.js';
import type { GraphAnswer, GraphCall, GraphResource } from '../graph-resource.js';
import { contextOf } from '../odata/context.js';
import { filtered } from '../odata/filter.js';
import { page } from '../odata/page.js';
import { select, type Entity, type EntityType } from '../odata/select.js';
import { READ_APPLICATIONS, WRITE_APPLICATIONS } from './application-permissions.js';

const changes = z.strictObject({
  accountEnabled: z.boolean().optional(),
  appRoleAssignmentRequired: z.boolean().optional(),
});
const newPrincipal = changes.extend({ appId: z.guid() });

/** `/servicePrincipals`: applications as the caller's tenant has them. */
export const servicePrincipals: readonly GraphResource[] = [
  {
    method: 'GET',
    path: '/servicePrincipals',
    permissions: READ_APPLICATIONS,
    options: ['$select', '$filter', '$top', '$skiptoken'],
    handle: (call) => {
      const all = servicePrincipalsOf(call).map((principal) => entityOf(call, principal));
      const found = filtered(all, 'ServicePrincipal', FILTERABLE_PRINCIPAL_PROPERTIES, call.query);
      return page(call, 'servicePrincipals', found, { shown: (entity) => selected(call, entity) });
    },
  },
  { method: 'POST', path: '/servicePrincipals', permissions: WRITE_APPLICATIONS, handle: create },
  {
    method: 'GET',
    path: '/servicePrincipals/{id}',
    permissions: READ_APPLICATIONS,
    options: ['$select'],
    handle: (call) => one(call, servicePrincipalAt(call)),
  },
  {
    method: 'PATCH',
    path: '/servicePrincipals/{id}',
    permissions: WRITE_APPLICATIONS,
    handle: (call) => {
      const principal = servicePrincipalAt(call);
      const { accountEnabled, appRoleAssignmentRequired } = parsedBody(changes, call.body, 'servicePrincipal');
      noteChange(call, principal);
      principal.accountEnabled = accountEnabled ?? principal.accountEnabled;
      principal.appRoleAssignmentRequired = appRoleAssignmentRequired ?? principal.appRoleAssignmentRequired;
      return {};
    },
  },
  {
    method: 'DELETE',
    path: '/servicePrincipals/{id}',
    permissions: WRITE_APPLICATIONS,
    handle: (call) => {
      const principal = servicePrincipalAt(call);
      noteChange(call, principal);
      call.state.servicePrincipals.remove(principal);
      return {};
    },
  },
];

function create(call: GraphCall): GraphAnswer {
  const { state, caller } = call;
  const { appId, ...settings } = parsedBody(newPrincipal, call.body, 'servicePrincipal');
  const registration = state.registrations.get(appId);
  const isKnown = registration && state.replication.isVisible(registration);
  // An application of one tenant stands for nothing in another.
  if (!isKnown || (registration.signInAudience === 'AzureADMyOrg' && registration.homeTenant !== caller.tenantId)) {
    throw new GraphError(
      400,
      'Request_BadRequest',
      `The appId '${appId}' of the service principal does not reference a valid application object.`,
    );
  }
  if (state.servicePrincipals.of(appId, caller.tenantId)) {
    throw new GraphError(
      409,
      'Request_MultipleObjectsWithSameKeyValue',
      'The service principal cannot be created, updated, or restored because the service principal name ' +
        `${appId} is already in use.`,
    );
  }
  const principal = state.replication.created(state.servicePrincipals.ensure(registration, caller.tenantId));
  principal.accountEnabled = settings.accountEnabled ?? true;
  principal.appRoleAssignmentRequired = settings.appRoleAssignmentRequired ?? false;
  return { status: 201, ...one(call, principal) };
}

function one(call: GraphCall, principal: ServicePrincipal): GraphAnswer {
  return {
    json: {
      '@odata.context': contextOf(call, 'servicePrincipals', 'entity'),
      ...selected(call, entityOf(call, principal)),
    },
  };
}

function entityOf(call: GraphCall, principal: ServicePrincipal): Entity {
  return servicePrincipalEntity(principal, registrationOf(call, principal));
}

function selected({ query }: GraphCall, entity: Entity): Entity {
  const type: EntityType = { name: 'servicePrincipal', defaults: Object.keys(entity) };
  return select(type, entity, query);
}
