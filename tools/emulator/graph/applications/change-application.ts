import type { AppRegistration, AppRole, ExposedScope } from '../../directory/registrations.js';
import { GraphError } from '../graph-error.js';
import type { GraphCall } from '../graph-resource.js';
import type { ApplicationChanges } from './application-body.js';
import { changeDetails, detailsOf } from './application-details.js';
import { certificatesFrom } from './new-certificates.js';
import { requireAllowedAudience, requireVerifiedUris } from './policy-checks.js';

type Directory = Pick<GraphCall, 'state' | 'caller'>;

/**
 * Changes an application, all at once: what is refused changes nothing. The next token request meets it as it is then.
 *
 * @throws GraphError 400
 */
export function changeApplication(call: Directory, registration: AppRegistration, changes: ApplicationChanges): void {
  const { api = {}, web = {}, spa = {}, publicClient = {} } = changes;
  if (changes.signInAudience) requireAllowedAudience(call.state.policies, changes.signInAudience);
  if (changes.identifierUris) requireVerifiedUris(call, registration.clientId, changes.identifierUris);
  requireUnclaimedUris(call, registration, changes.identifierUris ?? []);
  const scopes = api.oauth2PermissionScopes?.map(({ adminConsentDisplayName, ...scope }): ExposedScope => ({
    ...scope,
    displayName: adminConsentDisplayName ?? scope.value,
  }));
  requireDisabled(registration.scopes, scopes);
  requireDisabled(registration.appRoles, changes.appRoles);
  const certificates = changes.keyCredentials && certificatesFrom(call, registration, changes.keyCredentials);
  const { optionalClaims } = changes;
  assignKnown(registration, {
    displayName: changes.displayName,
    signInAudience: changes.signInAudience,
    identifierUris: changes.identifierUris,
    allowPublicClient: changes.isFallbackPublicClient ?? undefined,
    groupMembershipClaims: changes.groupMembershipClaims,
    optionalClaims:
      optionalClaims === undefined
        ? undefined
        : { idToken: namesOf(optionalClaims?.idToken), accessToken: namesOf(optionalClaims?.accessToken) },
    redirectUris: {
      web: web.redirectUris ?? registration.redirectUris.web,
      spa: spa.redirectUris ?? registration.redirectUris.spa,
      publicClient: publicClient.redirectUris ?? registration.redirectUris.publicClient,
    },
    frontchannelLogoutUrl: web.logoutUrl,
    scopes,
    appRoles: changes.appRoles,
    requestedAccessTokenVersion: api.requestedAccessTokenVersion,
    requiredResourceAccess: changes.requiredResourceAccess,
    certificates,
  });
  changeDetails(registration, {
    ...defined({
      tags: changes.tags,
      notes: changes.notes,
      description: changes.description,
      serviceManagementReference: changes.serviceManagementReference,
      homePageUrl: web.homePageUrl,
      implicitGrantSettings: web.implicitGrantSettings,
      acceptMappedClaims: api.acceptMappedClaims,
      knownClientApplications: api.knownClientApplications,
      preAuthorizedApplications: api.preAuthorizedApplications,
    }),
    info: { ...detailsOf(registration).info, ...changes.info },
  });
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type OrUndefined<T> = { [K in keyof T]?: T[K] | undefined };

function assignKnown(registration: AppRegistration, changes: OrUndefined<Writable<AppRegistration>>): void {
  Object.assign(registration, defined(changes));
}

/** Without what was not named. */
function defined<T extends object>(changes: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const named = Object.entries(changes).filter(([, value]) => value !== undefined);
  return Object.fromEntries(named) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

function namesOf(claims: readonly { readonly name: string }[] = []): string[] {
  return claims.map(({ name }) => name);
}

/** What somebody may rely on is switched off before it goes. */
function requireDisabled(
  had: readonly (ExposedScope | AppRole)[],
  has: readonly { readonly id: string }[] | undefined,
): void {
  const lost = has && had.find(({ id, isEnabled }) => isEnabled && !has.some((kept) => kept.id === id));
  if (!lost) return;
  throw new GraphError(
    400,
    'CannotDeleteOrUpdateEnabledEntitlement',
    'Property value cannot be deleted unless it is disabled first.',
  );
}

function requireUnclaimedUris({ state }: Directory, registration: AppRegistration, uris: readonly string[]): void {
  const others = state.registrations.all.filter((other) => other !== registration);
  const claimed = uris.find((uri) => others.some(({ identifierUris }) => identifierUris.includes(uri)));
  if (claimed === undefined) return;
  throw new GraphError(
    400,
    'Request_MultipleObjectsWithSameKeyValue',
    `Another object with the same value for property identifierUris already exists.`,
  );
}
