import {
  defaultBesideOthers,
  invalidScope,
  missingParameter,
  moreThanOneResource,
  unknownResource,
} from './shared-errors.js';

const OIDC_SCOPES: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access']);
const GRAPH = 'https://graph.microsoft.com/';
/** Every delegated permission of Graph is made like this; which of them exist is not checked. */
const GRAPH_PERMISSION = /^[A-Za-z][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)+$/;
/** Stands for "what the app registration lists", which is User.Read here. */
const DEFAULT_SCOPE = '.default';
const REGISTERED_PERMISSION = 'User.Read';

/** Whose scopes there are. */
export interface Resources {
  /** Of this emulator's Graph: its address is a resource prefix just as the public one's. */
  readonly graphOrigin: string;
  /** Application ID URIs of APIs besides Graph. */
  readonly apis: readonly string[];
}

/**
 * Reads a `scope` parameter: OpenID scopes as they are, Graph permissions by their short name, those of other APIs in
 * full.
 *
 * @throws EntraError 900144, 70011, 500011
 */
export function parseScopes(scope: string | undefined, resources: Resources, directory: string): Set<string> {
  const words = (scope ?? '').split(' ').filter((word) => word !== '');
  if (words.length === 0) throw missingParameter('scope');
  const ofResources = words.filter((word) => !OIDC_SCOPES.has(word));
  if (ofResources.length > 1 && ofResources.some((word) => word.endsWith(`/${DEFAULT_SCOPE}`))) {
    throw defaultBesideOthers(words.join(' '));
  }
  return new Set(words.map((word) => shortName(word, resources, directory)));
}

function shortName(scope: string, { graphOrigin, apis }: Resources, directory: string): string {
  if (OIDC_SCOPES.has(scope)) return scope;
  if (apis.some((api) => scope.startsWith(`${api}/`))) return scope;
  const prefix = [GRAPH, `${graphOrigin}/`].find((candidate) => scope.startsWith(candidate)) ?? '';
  const name = scope.slice(prefix.length);
  if (prefix !== '' && name === DEFAULT_SCOPE) return REGISTERED_PERMISSION;
  if (GRAPH_PERMISSION.test(name)) return name;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(scope)) {
    throw unknownResource(scope.slice(0, scope.lastIndexOf('/')), directory);
  }
  throw invalidScope(scope);
}

/**
 * What a token is for: the resource of these scopes, which is Graph's where they name none.
 *
 * @throws EntraError 28000
 */
export function resourceOf(scopes: ReadonlySet<string>): string {
  const resources = new Set([...scopes].filter((scope) => !OIDC_SCOPES.has(scope)).map(prefixOf));
  if (resources.size > 1) throw moreThanOneResource([...scopes].join(' '));
  return [...resources][0] ?? GRAPH;
}

/** Of the scopes that were consented to, those that a token for that resource has. */
export function scopesAt(resource: string, consented: ReadonlySet<string>): Set<string> {
  return new Set([...consented].filter((scope) => OIDC_SCOPES.has(scope) || prefixOf(scope) === resource));
}

/** Whether a token with these scopes is for Graph. */
export function areForGraph(scopes: ReadonlySet<string>): boolean {
  return resourceOf(scopes) === GRAPH;
}

function prefixOf(scope: string): string {
  return scope.includes('/') ? scope.slice(0, scope.lastIndexOf('/') + 1) : GRAPH;
}

/** The `scope` of a token answer: permissions as full URIs, and never `offline_access`. */
export function formatScopes(scopes: Iterable<string>): string {
  const all = [...scopes].filter((scope) => scope !== 'offline_access').sort();
  const oidc = all.filter((scope) => OIDC_SCOPES.has(scope));
  const others = all.filter((scope) => !OIDC_SCOPES.has(scope));
  return [...oidc, ...others.map((scope) => (scope.includes('/') ? scope : GRAPH + scope))].join(' ');
}
