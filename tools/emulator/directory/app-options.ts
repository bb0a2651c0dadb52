import { guidFrom } from '../guid.js';
import { clientCertificate, clientSecret, federatedCredential, type FederatedCredential } from './credentials.js';
import {
  exposedScope,
  newRegistration,
  type AppRegistration,
  type AppRole,
  type ExposedScope,
  type Platform,
  type SignInAudience,
} from './registrations.js';

/** A client secret, as an option. */
export interface SecretOptions {
  readonly value: string;
  readonly displayName?: string;
  /** ISO 8601. Default: now. */
  readonly startDateTime?: string;
  /** ISO 8601. Default: two years after the start. */
  readonly endDateTime?: string;
}

/** Permissions at one API. */
export interface PermissionOptions {
  /** Its Application ID URI or client id. Default: Microsoft Graph. */
  readonly resource?: string;
  /** Delegated permissions. */
  readonly scopes?: readonly string[];
  /** Application permissions. */
  readonly roles?: readonly string[];
}

/** An app registration, as an option. What is left out is as in a new registration of the portal. */
export interface AppOptions {
  /** GUID. */
  readonly clientId: string;
  readonly displayName?: string;
  /** Default: the emulator's tenant. */
  readonly tenantId?: string;
  /** Default `AzureADMyOrg`. */
  readonly signInAudience?: SignInAudience;
  /** A string is the value. */
  readonly secrets?: readonly (string | SecretOptions)[];
  /** As PEM. */
  readonly certificates?: readonly string[];
  readonly federatedCredentials?: readonly (Pick<FederatedCredential, 'issuer' | 'subject'> &
    Partial<Pick<FederatedCredential, 'name' | 'audience' | 'jwks'>>)[];
  /** A list is of platform Web. */
  readonly redirectUris?: readonly string[] | Partial<Record<Platform, readonly string[]>>;
  /** Whether grants without a redirect URI (device code) work without a credential. Default `false`. */
  readonly allowPublicClient?: boolean;
  readonly frontchannelLogoutUrl?: string | undefined;
  /** Application ID URIs, such as `api://orders`. */
  readonly identifierUris?: readonly string[];
  /** Delegated permissions that it exposes. A string is the value; people may consent to it. */
  readonly scopes?: readonly (string | { readonly value: string; readonly type?: ExposedScope['type'] })[];
  /** A string is the value; people and applications may have it. */
  readonly appRoles?: readonly (
    string | { readonly value: string; readonly allowedMemberTypes?: AppRole['allowedMemberTypes'] }
  )[];
  /** Of access tokens made out to it. Default 2. */
  readonly accessTokenVersion?: 1 | 2;
  /** What its `.default` stands for. Default: `User.Read` of Graph. */
  readonly permissions?: readonly PermissionOptions[];
  /** Whether an administrator has consented to `permissions` for everybody. Default `false`. */
  readonly adminConsent?: boolean;
  readonly optionalClaims?: { readonly idToken?: readonly string[]; readonly accessToken?: readonly string[] };
  /** Such as `SecurityGroup` or `All`. Default: no `groups` in tokens. */
  readonly groupMembershipClaims?: string;
  /** Whether only who is assigned may sign in. Default `false`. */
  readonly assignmentRequired?: boolean;
  /** People by object id or key, each with a role or without. */
  readonly assignments?: readonly { readonly person: string; readonly role?: string }[];
}

/** The registration without its permissions at others, which `registerApps` adds once all are there. */
export function registrationFrom(options: AppOptions, tenantId: string, nowMs: number): AppRegistration {
  const { clientId } = options;
  const { web = [], spa = [], publicClient = [] } = byPlatform(options.redirectUris);
  return newRegistration({
    clientId,
    objectId: guidFrom(`application|${clientId.toLowerCase()}`),
    createdAtMs: nowMs,
    homeTenant: options.tenantId ?? tenantId,
    displayName: options.displayName ?? `App ${clientId.slice(0, 8)}`,
    signInAudience: options.signInAudience ?? 'AzureADMyOrg',
    secrets: (options.secrets ?? []).map((secret) => secretFrom(secret, nowMs)),
    certificates: (options.certificates ?? []).map((pem) => clientCertificate(pem)),
    federatedCredentials: (options.federatedCredentials ?? []).map(federatedCredential),
    redirectUris: { web: [...web], spa: [...spa], publicClient: [...publicClient] },
    allowPublicClient: options.allowPublicClient ?? false,
    frontchannelLogoutUrl: options.frontchannelLogoutUrl ?? null,
    identifierUris: options.identifierUris ?? [],
    scopes: (options.scopes ?? []).map((scope) => scopeFrom(clientId, scope)),
    appRoles: (options.appRoles ?? []).map((role) => roleFrom(clientId, role)),
    requestedAccessTokenVersion: options.accessTokenVersion ?? 2,
    optionalClaims: { idToken: [], accessToken: [], ...options.optionalClaims },
    groupMembershipClaims: options.groupMembershipClaims ?? null,
  });
}

function byPlatform(uris: AppOptions['redirectUris'] = []): Partial<Record<Platform, readonly string[]>> {
  return isList(uris) ? { web: uris } : uris;
}

function isList<T>(value: T): value is T & readonly string[] {
  return Array.isArray(value);
}

function secretFrom(secret: string | SecretOptions, nowMs: number) {
  if (typeof secret === 'string') return clientSecret(secret, nowMs);
  const { value, displayName, startDateTime, endDateTime } = secret;
  return clientSecret(value, nowMs, {
    ...(displayName === undefined ? {} : { displayName }),
    ...(startDateTime === undefined ? {} : { startsAtMs: Date.parse(startDateTime) }),
    ...(endDateTime === undefined ? {} : { endsAtMs: Date.parse(endDateTime) }),
  });
}

function scopeFrom(clientId: string, option: NonNullable<AppOptions['scopes']>[number]): ExposedScope {
  return typeof option === 'string'
    ? exposedScope(clientId, option)
    : exposedScope(clientId, option.value, option.type);
}

function roleFrom(clientId: string, option: NonNullable<AppOptions['appRoles']>[number]): AppRole {
  const { value, allowedMemberTypes = ['User', 'Application'] as const } =
    typeof option === 'string' ? { value: option } : option;
  return { id: guidFrom(`role|${clientId}|${value}`), value, allowedMemberTypes, displayName: value, isEnabled: true };
}

/** An API of which nothing is known but its Application ID URI: whatever permission of its is asked for exists. */
export function openApi(identifierUri: string, tenantId: string, nowMs: number): AppRegistration {
  const options = { clientId: guidFrom(`api|${identifierUri}`), displayName: identifierUri };
  const registration = registrationFrom({ ...options, identifierUris: [identifierUri] }, tenantId, nowMs);
  return { ...registration, otherScopes: /^[\w.-]+$/ };
}
