const OPENID = new Set(['openid', 'profile', 'email', 'offline_access']);
const GRAPH_PREFIX =
  /^(?:https:\/\/(?:(?:dod-)?graph\.microsoft\.(?:com|us|de)|microsoftgraph\.chinacloudapi\.cn)|00000003-0000-0000-c000-000000000000)\//;

/** One notation for Graph's scopes, which Entra writes in full and people write short. Case does not count. */
export function normalizeScope(scope: string): string {
  return scope.toLowerCase().replace(GRAPH_PREFIX, '');
}

/**
 * Of these scopes, those that one token request may ask for (else Entra refuses it, AADSTS28000): Graph's where there are
 * any, else those of the first API. Entra takes `.default` beside no other (AADSTS70011): it gives way to those by name.
 */
export function scopesOfOneApi(scopes: readonly string[]): string[] {
  const ofApi = scopesBeside(scopes, scopes);
  const isNamed = (scope: string) => isOfAnApi(scope) && !isDefault(scope);
  return ofApi.some(isNamed) ? ofApi.filter((scope) => !isDefault(scope)) : ofApi;
}

/** Of these scopes, those that a token for `requested` can be good for; Graph's where no API was asked for. */
export function scopesBeside(requested: readonly string[], scopes: readonly string[]): string[] {
  const apis = requested.filter(isOfAnApi).map(apiOf);
  const api = apis.includes(GRAPH) ? GRAPH : (apis[0] ?? GRAPH);
  return scopes.filter((scope) => !isOfAnApi(scope) || apiOf(scope) === api);
}

/**
 * What an authorization request asks for, besides the scopes of OpenID Connect that are always asked: of any number of
 * APIs, because here it is consent that is asked for. `.default` gives way to scopes by name, of whatever API, and is
 * asked alone where it is all that is missing.
 * @param configured what the service wants of everybody
 * @param challenged what is missing now, besides
 */
export function scopesToAsk(configured: readonly string[], challenged: readonly string[] = []): string[] {
  const all = [...challenged, ...configured];
  const missing = challenged.filter(isOfAnApi);
  const wanted = missing.length > 0 && missing.every(isDefault) ? missing : all.filter(isOfAnApi);
  const named = wanted.filter((scope) => !isDefault(scope));
  const asked = new Set(named.length > 0 ? named : scopesOfOneApi(wanted).slice(0, 1));
  return distinct([...configured, ...challenged].filter((scope) => !isOfAnApi(scope) || asked.has(scope)));
}

/** Graph's scopes stand without an API before them. */
const GRAPH = '';

/** The API that a scope is of: what stands before its name. */
function apiOf(scope: string): string {
  const normalized = normalizeScope(scope);
  return normalized.slice(0, Math.max(0, normalized.lastIndexOf('/')));
}

function isOfAnApi(scope: string): boolean {
  return !OPENID.has(scope.toLowerCase());
}

function isDefault(scope: string): boolean {
  return /(?:^|\/)\.default$/i.test(scope);
}

function distinct(scopes: readonly string[]): string[] {
  const normalized = scopes.map(normalizeScope);
  return scopes.filter((_scope, index) => normalized.indexOf(normalized[index] ?? '') === index);
}
