import type { AppRegistration, AppRole, ExposedScope } from '../../directory/registrations.js';
import { iso } from '../odata/iso.js';
import { selectionOf, type Entity, type EntityType } from '../odata/select.js';
import { detailsOf } from './application-details.js';
import { keyCredential, passwordCredential } from './credential-entities.js';

/** Everything of an application is answered by default. */
export function applicationType(entity: Entity): EntityType {
  return { name: 'application', defaults: Object.keys(entity) };
}

/** What `$filter` may compare. */
export const FILTERABLE_APPLICATION_PROPERTIES = ['appId', 'displayName', 'id', 'signInAudience', 'uniqueName'];

/**
 * A registration as Graph's `application`.
 *
 * @param publisherDomain - the tenant's first domain
 */
export function applicationEntity(
  registration: AppRegistration,
  publisherDomain: string,
  query: URLSearchParams,
): Entity {
  const { redirectUris } = registration;
  const details = detailsOf(registration);
  const withKeys = selectionOf(query)?.includes('keyCredentials') ?? false;
  return {
    id: registration.objectId,
    deletedDateTime: null,
    appId: registration.clientId,
    applicationTemplateId: null,
    createdDateTime: iso(registration.createdAtMs),
    description: details.description,
    disabledByMicrosoftStatus: null,
    displayName: registration.displayName,
    groupMembershipClaims: registration.groupMembershipClaims,
    identifierUris: registration.identifierUris,
    isDeviceOnlyAuthSupported: null,
    isFallbackPublicClient: registration.allowPublicClient,
    notes: details.notes,
    optionalClaims: optionalClaimsOf(registration),
    publisherDomain,
    serviceManagementReference: details.serviceManagementReference,
    signInAudience: registration.signInAudience,
    tags: details.tags,
    tokenEncryptionKeyId: null,
    uniqueName: registration.uniqueName,
    addIns: [],
    api: {
      acceptMappedClaims: details.acceptMappedClaims,
      knownClientApplications: details.knownClientApplications,
      oauth2PermissionScopes: registration.scopes.map(permissionScope),
      preAuthorizedApplications: details.preAuthorizedApplications,
      requestedAccessTokenVersion: registration.requestedAccessTokenVersion,
    },
    appRoles: registration.appRoles.map(appRoleEntity),
    info: details.info,
    keyCredentials: registration.certificates.map((certificate) => keyCredential(certificate, withKeys)),
    parentalControlSettings: { countriesBlockedForMinors: [], legalAgeGroupRule: 'Allow' },
    passwordCredentials: registration.secrets.map((secret) => passwordCredential(secret, null)),
    publicClient: { redirectUris: redirectUris.publicClient },
    requiredResourceAccess: registration.requiredResourceAccess,
    spa: { redirectUris: redirectUris.spa },
    verifiedPublisher: { displayName: null, verifiedPublisherId: null, addedDateTime: null },
    web: {
      homePageUrl: details.homePageUrl,
      implicitGrantSettings: details.implicitGrantSettings,
      logoutUrl: registration.frontchannelLogoutUrl,
      redirectUris: redirectUris.web,
    },
  };
}

export function permissionScope({ id, value, type, displayName, isEnabled }: ExposedScope): Entity {
  return {
    adminConsentDescription: displayName,
    adminConsentDisplayName: displayName,
    id,
    isEnabled,
    type,
    userConsentDescription: null,
    userConsentDisplayName: null,
    value,
  };
}

export function appRoleEntity({ id, value, allowedMemberTypes, displayName, isEnabled }: AppRole): Entity {
  return { allowedMemberTypes, description: displayName, displayName, id, isEnabled, origin: 'Application', value };
}

function optionalClaimsOf({ optionalClaims: { idToken, accessToken } }: AppRegistration): Entity | null {
  if (idToken.length === 0 && accessToken.length === 0) return null;
  const claim = (name: string) => ({ additionalProperties: [], essential: false, name, source: null });
  return { accessToken: accessToken.map(claim), idToken: idToken.map(claim), saml2Token: [] };
}
