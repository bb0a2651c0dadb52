import { verifiedDomains } from '../../directory/verified-domains.js';
import { resourceNotFound } from '../graph-error.js';
import type { GraphCall, GraphResource } from '../graph-resource.js';
import { contextOf } from '../odata/context.js';
import { page } from '../odata/page.js';
import { select, type Entity, type EntityType } from '../odata/select.js';
import { READ_DIRECTORY, READ_ME } from './permissions.js';

const PERMISSIONS = {
  delegated: [...READ_ME, 'Organization.Read.All', 'Organization.ReadWrite.All'],
  application: [...READ_DIRECTORY, 'Organization.Read.All', 'Organization.ReadWrite.All'],
};
const CREATED_AT = '2020-01-01T00:00:00Z';

const EMPTY = [
  'assignedPlans',
  'businessPhones',
  'marketingNotificationEmails',
  'provisionedPlans',
  'securityComplianceNotificationMails',
  'securityComplianceNotificationPhones',
  'technicalNotificationMails',
];
const ADDRESS = ['city', 'country', 'postalCode', 'preferredLanguage', 'state', 'street'];

/** `/organization`: the caller's tenant. */
export const organization: readonly GraphResource[] = [
  {
    method: 'GET',
    path: '/organization',
    permissions: PERMISSIONS,
    options: ['$select', '$top', '$skiptoken'],
    handle: (call) => page(call, 'organization', [selectedOf(call)]),
  },
  {
    method: 'GET',
    path: '/organization/{id}',
    permissions: PERMISSIONS,
    options: ['$select'],
    handle: (call) => {
      const id = call.keys[0]?.value ?? '';
      if (id.toLowerCase() !== call.caller.tenantId.toLowerCase()) throw resourceNotFound(id);
      return { json: { '@odata.context': contextOf(call, 'organization', 'entity'), ...selectedOf(call) } };
    },
  },
];

function selectedOf(call: GraphCall): Entity {
  const entity = organizationEntity(call);
  const type: EntityType = { name: 'organization', defaults: Object.keys(entity) };
  return select(type, entity, call.query);
}

function organizationEntity(call: GraphCall): Entity {
  const domains = verifiedDomains(call.state.people, call.caller.tenantId);
  return {
    id: call.caller.tenantId,
    deletedDateTime: null,
    countryLetterCode: null,
    createdDateTime: CREATED_AT,
    displayName: 'Emulated organization',
    onPremisesLastSyncDateTime: null,
    onPremisesSyncEnabled: null,
    tenantType: 'AAD',
    ...Object.fromEntries(EMPTY.map((name) => [name, []])),
    ...Object.fromEntries(ADDRESS.map((name) => [name, null])),
    verifiedDomains: domains.map((name, index) => ({
      capabilities: 'Email, OfficeCommunicationsOnline',
      isDefault: index === 0,
      isInitial: index === 0,
      name,
      type: 'Managed',
    })),
  };
}
