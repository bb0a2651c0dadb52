import type { AppRegistration } from '../../directory/registrations.js';
import type { ServicePrincipal } from '../../directory/service-principals.js';
import { iso } from '../odata/iso.js';
import type { Entity } from '../odata/select.js';
import { appRoleEntity, permissionScope } from './application-entity.js';

/** What `$filter` may compare. */
export const FILTERABLE_PRINCIPAL_PROPERTIES = ['accountEnabled', 'appId', 'displayName', 'id', 'servicePrincipalType'];

/** A service principal as Graph's, with what it has from its application. */
export function servicePrincipalEntity(principal: ServicePrincipal, registration: AppRegistration): Entity {
  const { web, spa, publicClient } = registration.redirectUris;
  return {
    id: principal.objectId,
    deletedDateTime: null,
    accountEnabled: principal.accountEnabled,
    alternativeNames: [],
    appDisplayName: registration.displayName,
    appDescription: null,
    appId: registration.clientId,
    applicationTemplateId: null,
    appOwnerOrganizationId: registration.homeTenant,
    appRoleAssignmentRequired: principal.appRoleAssignmentRequired,
    createdDateTime: iso(principal.createdAtMs),
    description: null,
    disabledByMicrosoftStatus: null,
    displayName: registration.displayName,
    homepage: null,
    loginUrl: null,
    logoutUrl: registration.frontchannelLogoutUrl,
    notes: null,
    notificationEmailAddresses: [],
    preferredSingleSignOnMode: null,
    replyUrls: [...web, ...spa, ...publicClient],
    servicePrincipalNames: [...registration.identifierUris, registration.clientId],
    servicePrincipalType: 'Application',
    signInAudience: registration.signInAudience,
    tags: [],
    tokenEncryptionKeyId: null,
    addIns: [],
    appRoles: registration.appRoles.map(appRoleEntity),
    keyCredentials: [],
    oauth2PermissionScopes: registration.scopes.map(permissionScope),
    passwordCredentials: [],
  };
}
