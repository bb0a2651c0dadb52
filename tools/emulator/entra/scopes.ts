import { GRAPH_APP_ID } from '../directory/microsoft-graph.js';
import { findScope, type AppRegistration, type Registrations } from '../directory/registrations.js';
import {
  defaultBesideOthers,
  invalidScope,
  missingParameter,
  moreThanOneResource,
  resourceMismatch,
  unknownPermission,
  unknownResource,
} from './shared-errors.js';

export const OPENID_SCOPES: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access']);
/** Stands for what the registration of the client lists. */
export const DEFAULT_SCOPE = '.default';

/** A delegated permission that a client asks for. */
export interface Permission {
  readonly resource: AppRegistration;
  /** As its API spells it, or {@link DEFAULT_SCOPE}. */
  readonly value: string;
  /** As the client spelt it, its API included. */
  readonly spelling: string;
}

/** A `scope` parameter. */
export interface RequestedScopes {
  readonly openId: ReadonlySet<string>;
  readonly permissions: readonly Permission[];
}

/**
 * Reads a `scope` parameter. Permissions without a resource are Graph's.
 *
 * @param directory - the tenant as the address has it, for the texts
 * @throws EntraError 900144, 70011, 500011, 650053
 */
export function parseScopes(
  scope: string | undefined,
  client: AppRegistration,
  registrations: Registrations,
  directory: string,
): RequestedScopes {
  const words = [...new Set((scope ?? '').split(' '))].filter((word) => word !== '');
  if (words.length === 0) throw missingParameter('scope');
  const ofResources = words.filter((word) => !OPENID_SCOPES.has(word));
  if (ofResources.length > 1 && ofResources.some((word) => word.endsWith(`/${DEFAULT_SCOPE}`))) {
    throw defaultBesideOthers(words.join(' '));
  }
  return {
    openId: new Set(words.filter((word) => OPENID_SCOPES.has(word))),
    permissions: ofResources.map((word) => permissionOf(word, client, registrations, directory)),
  };
}

function permissionOf(
  spelling: string,
  client: AppRegistration,
  registrations: Registrations,
  directory: string,
): Permission {
  const named = resourceNamedIn(spelling, registrations);
  if (!named && spelling.includes('/')) {
    throw unknownResource(spelling.slice(0, spelling.lastIndexOf('/')), directory);
  }
  const { resource, value } = named ?? { resource: registrations.get(GRAPH_APP_ID), value: spelling };
  if (!resource || !/^[\w.-]+$/.test(value)) throw invalidScope(spelling);
  if (named && value === DEFAULT_SCOPE) return { resource, value, spelling };
  const scope = findScope(resource, value);
  if (!scope) throw unknownPermission(client.displayName, value, resource.clientId);
  return { resource, value: scope.value, spelling };
}

/** The longest Application ID URI (or client id) that the scope begins with. */
function resourceNamedIn(
  spelling: string,
  registrations: Registrations,
): { resource: AppRegistration; value: string } | undefined {
  for (let end = spelling.lastIndexOf('/'); end > 0; end = spelling.lastIndexOf('/', end - 1)) {
    const resource = registrations.resource(spelling.slice(0, end));
    if (resource) return { resource, value: spelling.slice(end + 1) };
  }
  return undefined;
}

/**
 * The one API that these permissions are of.
 *
 * @throws EntraError 28000
 */
export function resourceOf({ openId, permissions }: RequestedScopes): AppRegistration | undefined {
  const [first, ...others] = new Set(permissions.map(({ resource }) => resource));
  if (others.length > 0) {
    throw moreThanOneResource([...permissions.map(({ spelling }) => spelling), ...openId].join(' '));
  }
  return first;
}

/**
 * The `resource` parameter must be an Application ID URI of the app that owns the scopes, character for character; a
 * permission without a resource never has it.
 *
 * @throws EntraError 9010010
 */
export function requireResource(sent: string | undefined, { permissions }: RequestedScopes): void {
  if (sent === undefined) return;
  const matches = permissions.every(({ resource, spelling }) => {
    return spelling.includes('/') && resource.identifierUris.includes(sent);
  });
  if (permissions.length === 0 || !matches) throw resourceMismatch();
}

/**
 * The `scope` of a token answer: never `offline_access`, what was asked as the client spelt it (its cache looks for
 * that), and what it may do besides at this API in the same manner, which is in full if nothing was spelt out.
 *
 * @param granted - everything that the token lets the client do at the API
 */
export function answeredScope(
  openId: Iterable<string>,
  asked: readonly Permission[],
  granted: readonly string[],
  resource: AppRegistration,
): string {
  const spelt = new Set(asked.map(({ value }) => value.toLowerCase()));
  const prefix = asked.length > 0 ? prefixOf(asked) : `${resource.identifierUris[0] ?? resource.clientId}/`;
  const others = granted.filter((value) => !spelt.has(value.toLowerCase())).map((value) => prefix + value);
  return [
    ...[...openId].filter((scope) => scope !== 'offline_access').sort(),
    ...[...asked.map(({ spelling }) => spelling), ...others].sort(),
  ].join(' ');
}

function prefixOf([first]: readonly Permission[]): string {
  return first ? first.spelling.slice(0, first.spelling.lastIndexOf('/') + 1) : '';
}
