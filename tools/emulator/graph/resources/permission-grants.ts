import { z } from 'zod';
import type { PermissionGrant } from '../../directory/consents.js';
import { servicePrincipalWith } from '../applications/service-principal-at.js';
import { GraphError, resourceNotFound } from '../graph-error.js';
import { parsedBody } from '../graph-body.js';
import type { GraphAnswer, GraphCall, GraphResource, Permissions } from '../graph-resource.js';
import { contextOf } from '../odata/context.js';
import { filtered } from '../odata/filter.js';
import { page } from '../odata/page.js';
import type { Entity } from '../odata/select.js';
import { personAt } from '../person-resource.js';
import { READ_DIRECTORY } from './permissions.js';

const WRITE = ['DelegatedPermissionGrant.ReadWrite.All', 'Directory.ReadWrite.All', 'Directory.AccessAsUser.All'];
const READ = ['DelegatedPermissionGrant.Read.All', ...READ_DIRECTORY, ...WRITE];
const MAY_WRITE: Permissions = { delegated: WRITE, application: WRITE };
const MAY_READ: Permissions = { delegated: READ, application: READ };
const FILTERABLE = ['clientId', 'consentType', 'principalId', 'resourceId'];

const scope = z.string();
const newGrant = z.strictObject({
  clientId: z.guid(),
  consentType: z.enum(['AllPrincipals', 'Principal']),
  principalId: z.guid().nullish(),
  resourceId: z.guid(),
  scope,
});
const changes = z.strictObject({ scope });

/** `/oauth2PermissionGrants`: consent, by an administrator for everybody or for one person. */
export const permissionGrants: readonly GraphResource[] = [
  {
    method: 'GET',
    path: '/oauth2PermissionGrants',
    permissions: MAY_READ,
    options: ['$filter', '$top', '$skiptoken'],
    handle: (call) => {
      const all = grantsOf(call).map((grant) => entityOf(call, grant));
      return page(call, 'oauth2PermissionGrants', filtered(all, 'OAuth2PermissionGrant', FILTERABLE, call.query));
    },
  },
  { method: 'POST', path: '/oauth2PermissionGrants', permissions: MAY_WRITE, handle: create },
  {
    method: 'GET',
    path: '/oauth2PermissionGrants/{id}',
    permissions: MAY_READ,
    handle: (call) => one(call, grantAt(call)),
  },
  {
    method: 'PATCH',
    path: '/oauth2PermissionGrants/{id}',
    permissions: MAY_WRITE,
    handle: (call) => {
      const grant = grantAt(call);
      grant.scopes = wordsOf(parsedBody(changes, call.body, 'oAuth2PermissionGrant').scope);
      return {};
    },
  },
  {
    method: 'DELETE',
    path: '/oauth2PermissionGrants/{id}',
    permissions: MAY_WRITE,
    handle: (call) => {
      call.state.consents.remove(grantAt(call).id);
      return {};
    },
  },
];

function create(call: GraphCall): GraphAnswer {
  const asked = parsedBody(newGrant, call.body, 'oAuth2PermissionGrant');
  const forEverybody = asked.consentType === 'AllPrincipals';
  if (forEverybody === Boolean(asked.principalId)) {
    throw new GraphError(
      400,
      'Request_BadRequest',
      `Invalid value specified for property 'principalId' of resource 'OAuth2PermissionGrant'.`,
    );
  }
  // Object ids of service principals, not client ids: what people take for each other most often.
  const client = servicePrincipalWith(call, asked.clientId);
  const resource = servicePrincipalWith(call, asked.resourceId);
  const principalId = asked.principalId ? personAt(call, asked.principalId).oid : null;
  const key = { tenantId: call.caller.tenantId, clientId: client.clientId, resourceId: resource.clientId, principalId };
  if (grantsOf(call).some((grant) => isSame(grant, key))) {
    throw new GraphError(409, 'Request_MultipleObjectsWithSameKeyValue', 'Permission entry already exists.');
  }
  return { status: 201, ...one(call, call.state.consents.grant({ ...key, scopes: wordsOf(asked.scope) })) };
}

function one(call: GraphCall, grant: PermissionGrant): GraphAnswer {
  return { json: { '@odata.context': contextOf(call, 'oauth2PermissionGrants', 'entity'), ...entityOf(call, grant) } };
}

function grantsOf({ state, caller }: GraphCall): PermissionGrant[] {
  return state.consents.all.filter(({ tenantId }) => tenantId === caller.tenantId);
}

function grantAt(call: GraphCall): PermissionGrant {
  const id = call.keys[0]?.value ?? '';
  const grant = grantsOf(call).find((each) => each.id === id);
  if (!grant) throw resourceNotFound(id);
  return grant;
}

function isSame(grant: PermissionGrant, key: Omit<PermissionGrant, 'id' | 'scopes'>): boolean {
  return (
    grant.clientId === key.clientId && grant.resourceId === key.resourceId && grant.principalId === key.principalId
  );
}

function entityOf({ state, caller }: GraphCall, grant: PermissionGrant): Entity {
  const objectIdOf = (clientId: string): string =>
    state.servicePrincipals.ensure({ clientId }, caller.tenantId).objectId;
  return {
    id: grant.id,
    clientId: objectIdOf(grant.clientId),
    consentType: grant.principalId === null ? 'AllPrincipals' : 'Principal',
    principalId: grant.principalId,
    resourceId: objectIdOf(grant.resourceId),
    scope: grant.scopes.join(' '),
  };
}

function wordsOf(text: string): string[] {
  return text.split(' ').filter((word) => word !== '');
}
