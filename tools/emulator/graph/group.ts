import type { Group } from '../directory/groups.js';
import { select, type Entity, type EntityType } from './odata/select.js';

/** When every group was created. */
const CREATED_AT = '2020-01-01T00:00:00Z';

const GROUP: EntityType = {
  name: 'group',
  defaults: [
    'id',
    'deletedDateTime',
    'classification',
    'createdDateTime',
    'description',
    'displayName',
    'groupTypes',
    'mail',
    'mailEnabled',
    'mailNickname',
    'membershipRule',
    'onPremisesSyncEnabled',
    'proxyAddresses',
    'renewedDateTime',
    'securityEnabled',
    'visibility',
  ],
};

/**
 * A group as a list of directory objects has it.
 *
 * @param seen - whether the caller may read groups; to others everything but the id is null
 */
export function groupObject(group: Group, seen: boolean, query: URLSearchParams): Entity {
  const selected = select(GROUP, groupEntity(group), query);
  const shown = Object.entries(selected).map(([name, value]) => [name, seen || name === 'id' ? value : null]);
  return { '@odata.type': '#microsoft.graph.group', ...(Object.fromEntries(shown) as Entity) };
}

function groupEntity({ id, displayName, description, mailEnabled, securityEnabled }: Group): Entity {
  return {
    id,
    deletedDateTime: null,
    classification: null,
    createdDateTime: CREATED_AT,
    description,
    displayName,
    groupTypes: [],
    mail: null,
    mailEnabled,
    mailNickname: displayName.replace(/[^A-Za-z0-9]/g, ''),
    membershipRule: null,
    onPremisesSyncEnabled: null,
    proxyAddresses: [],
    renewedDateTime: CREATED_AT,
    securityEnabled,
    visibility: null,
  };
}
