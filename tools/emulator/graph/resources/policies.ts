import type { GraphResource } from '../graph-resource.js';
import { contextOf } from '../odata/context.js';
import { iso } from '../odata/iso.js';

const READ_POLICIES = [
  'Policy.Read.All',
  'Policy.Read.ApplicationConfiguration',
  'Policy.ReadWrite.ApplicationConfiguration',
];

/** `/policies/defaultAppManagementPolicy`: what the tenant forbids, to be read before it refuses. */
export const policies: readonly GraphResource[] = [
  {
    method: 'GET',
    path: '/policies/defaultAppManagementPolicy',
    permissions: { delegated: READ_POLICIES, application: READ_POLICIES },
    handle: (call) => {
      const { forbidSecrets, longestSecretDays, forbidCertificates, longestCertificateDays } = call.state.policies;
      const restrictions = {
        passwordCredentials: [
          ...restriction('passwordAddition', forbidSecrets ? null : undefined),
          ...restriction('passwordLifetime', longestSecretDays),
        ],
        keyCredentials: [
          ...restriction('asymmetricKeyAddition', forbidCertificates ? null : undefined),
          ...restriction('asymmetricKeyLifetime', longestCertificateDays),
        ],
      };
      return {
        json: {
          '@odata.context': contextOf(call, 'policies/defaultAppManagementPolicy', 'entity'),
          id: '00000000-0000-0000-0000-000000000000',
          displayName: 'Default app management tenant policy',
          description:
            'Default tenant policy that enforces app management restrictions on applications and service principals.',
          isEnabled: Object.keys(call.state.policies).length > 0,
          applicationRestrictions: restrictions,
          servicePrincipalRestrictions: restrictions,
        },
      };
    },
  },
];

/** @param days - `null`: none at all; `undefined`: not restricted */
function restriction(restrictionType: string, days: number | null | undefined): object[] {
  if (days === undefined) return [];
  const maxLifetime = days === null ? null : `P${days}D`;
  return [{ restrictionType, maxLifetime, restrictForAppsCreatedAfterDateTime: iso(0), state: 'enabled' }];
}
