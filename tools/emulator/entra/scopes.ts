import { invalidScope, missingParameter, unknownResource } from './entra-errors.js';

const OIDC_SCOPES: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access']);
const GRAPH = 'https://graph.microsoft.com/';
/** Every delegated permission of Graph is made like this; which of them exist is not checked. */
const GRAPH_PERMISSION = /^[A-Za-z][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)+$/;
/** Stands for "what the app registration lists", which is User.Read here. */
const DEFAULT_SCOPE = '.default';
const REGISTERED_PERMISSION = 'User.Read';

/**
 * Reads a `scope` parameter: OpenID scopes as they are, Graph permissions by their short name.
 *
 * @param graphOrigin - this emulator's Graph, whose address is a resource prefix just as the public one's
 * @throws EntraError 900144, 70011, 500011
 */
export function parseScopes(scope: string | undefined, graphOrigin: string, directory: string): Set<string> {
  const words = (scope ?? '').split(' ').filter((word) => word !== '');
  if (words.length === 0) throw missingParameter('scope');
  return new Set(words.map((word) => shortName(word, graphOrigin, directory)));
}

function shortName(scope: string, graphOrigin: string, directory: string): string {
  if (OIDC_SCOPES.has(scope)) return scope;
  const prefix = [GRAPH, `${graphOrigin}/`].find((candidate) => scope.startsWith(candidate)) ?? '';
  const name = scope.slice(prefix.length);
  if (prefix !== '' && name === DEFAULT_SCOPE) return REGISTERED_PERMISSION;
  if (GRAPH_PERMISSION.test(name)) return name;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(scope)) {
    throw unknownResource(scope.slice(0, scope.lastIndexOf('/')), directory);
  }
  throw invalidScope(scope);
}

/** The `scope` of a token answer: Graph permissions as full URIs, and never `offline_access`. */
export function formatScopes(scopes: Iterable<string>): string {
  const all = [...scopes].filter((scope) => scope !== 'offline_access').sort();
  const oidc = all.filter((scope) => OIDC_SCOPES.has(scope));
  const graph = all.filter((scope) => !OIDC_SCOPES.has(scope)).map((scope) => GRAPH + scope);
  return [...oidc, ...graph].join(' ');
}
