import { guidFrom } from '../guid.js';
import type { ClientCertificate, ClientSecret, FederatedCredential } from './credentials.js';

/** A delegated permission that an API exposes (`oauth2PermissionScopes`). */
export interface ExposedScope {
  readonly id: string;
  readonly value: string;
  /** Who may consent to it. */
  readonly type: 'User' | 'Admin';
  readonly displayName: string;
  readonly isEnabled: boolean;
}

/** A role of an app: for people, for other applications (an application permission), or for both. */
export interface AppRole {
  readonly id: string;
  readonly value: string;
  readonly allowedMemberTypes: readonly ('User' | 'Application')[];
  readonly displayName: string;
  readonly isEnabled: boolean;
}

/** A permission that a registration lists: its `.default`. */
export interface RequiredResourceAccess {
  readonly resourceAppId: string;
  readonly resourceAccess: readonly { readonly id: string; readonly type: 'Scope' | 'Role' }[];
}

export type SignInAudience =
  'AzureADMyOrg' | 'AzureADMultipleOrgs' | 'AzureADandPersonalMicrosoftAccount' | 'PersonalMicrosoftAccount';

export type Platform = 'web' | 'spa' | 'publicClient';

/**
 * An app registration: a client, an API, or both. Whoever changes one changes what the next request meets. Members are
 * called as in Graph's `application`, but flat.
 */
export interface AppRegistration {
  /** The Application (client) ID, `appId` at Graph. */
  readonly clientId: string;
  /** The object id of the application, `id` at Graph. */
  readonly objectId: string;
  readonly createdAtMs: number;
  /** GUID of the tenant that it is registered in. */
  readonly homeTenant: string;
  displayName: string;
  uniqueName: string | null;
  signInAudience: SignInAudience;
  secrets: readonly ClientSecret[];
  certificates: readonly ClientCertificate[];
  federatedCredentials: readonly FederatedCredential[];
  /** Compared exactly, except that the port of `http://localhost` is ignored. */
  redirectUris: Record<Platform, string[]>;
  /** `isFallbackPublicClient`: whether it may use grants without a redirect URI, and no credential. */
  allowPublicClient: boolean;
  frontchannelLogoutUrl: string | null;
  /** Application ID URIs. */
  identifierUris: readonly string[];
  /** The delegated permissions that it exposes. */
  scopes: readonly ExposedScope[];
  /** Which delegated permissions exist besides those; people may consent to all of these. */
  readonly otherScopes: RegExp | null;
  appRoles: readonly AppRole[];
  /** Of the access tokens made out to it; `null` means 1. */
  requestedAccessTokenVersion: 1 | 2 | null;
  requiredResourceAccess: readonly RequiredResourceAccess[];
  /** Names of optional claims, by token. */
  optionalClaims: { readonly idToken: readonly string[]; readonly accessToken: readonly string[] };
  groupMembershipClaims: string | null;
}

type Identity = Pick<AppRegistration, 'clientId' | 'objectId' | 'createdAtMs' | 'homeTenant' | 'displayName'>;

/** A registration that has and exposes nothing, but for what is said of it. */
export function newRegistration(said: Identity & Partial<AppRegistration>): AppRegistration {
  return {
    uniqueName: null,
    signInAudience: 'AzureADMyOrg',
    secrets: [],
    certificates: [],
    federatedCredentials: [],
    redirectUris: { web: [], spa: [], publicClient: [] },
    allowPublicClient: false,
    frontchannelLogoutUrl: null,
    identifierUris: [],
    scopes: [],
    otherScopes: null,
    appRoles: [],
    requestedAccessTokenVersion: null,
    requiredResourceAccess: [],
    optionalClaims: { idToken: [], accessToken: [] },
    groupMembershipClaims: null,
    ...said,
  };
}

/** Every app registration, in all tenants. */
export class Registrations {
  private readonly byClientId = new Map<string, AppRegistration>();

  get all(): readonly AppRegistration[] {
    return [...this.byClientId.values()];
  }

  /** @throws RangeError when its client id is taken */
  add(registration: AppRegistration): AppRegistration {
    const key = registration.clientId.toLowerCase();
    if (this.byClientId.has(key)) throw new RangeError(`The client id ${registration.clientId} is taken.`);
    this.byClientId.set(key, registration);
    return registration;
  }

  remove(registration: AppRegistration): void {
    this.byClientId.delete(registration.clientId.toLowerCase());
  }

  get(clientId: string): AppRegistration | undefined {
    return this.byClientId.get(clientId.toLowerCase());
  }

  /** The API with this Application ID URI or client id. */
  resource(identifier: string): AppRegistration | undefined {
    return this.get(identifier) ?? this.all.find(({ identifierUris }) => identifierUris.includes(identifier));
  }
}

/** The delegated permission with this value, compared without regard to case. */
export function findScope(resource: AppRegistration, value: string): ExposedScope | undefined {
  const listed = resource.scopes.find((scope) => scope.value.toLowerCase() === value.toLowerCase());
  if (listed) return listed.isEnabled ? listed : undefined;
  return resource.otherScopes?.test(value) ? exposedScope(resource.clientId, value) : undefined;
}

/** A delegated permission whose id follows from its value. */
export function exposedScope(clientId: string, value: string, type: ExposedScope['type'] = 'User'): ExposedScope {
  const id = guidFrom(`scope|${clientId.toLowerCase()}|${value.toLowerCase()}`);
  return { id, value, type, displayName: value, isEnabled: true };
}
