import { GRAPH_APP_ID } from '../directory/microsoft-graph.js';
import type { AppRegistration } from '../directory/registrations.js';
import { findScope } from '../directory/registrations.js';
import type { Person } from '../people.js';
import type { EmulatorState } from '../state.js';
import { unlistedResource } from './shared-errors.js';
import { DEFAULT_SCOPE, OPENID_SCOPES, type RequestedScopes } from './scopes.js';

type Directory = Pick<EmulatorState, 'registrations' | 'consents' | 'graph'>;

/** Permissions at one API, by value. */
export interface Needed {
  readonly resource: AppRegistration;
  readonly values: readonly string[];
}

/**
 * What a client needs consent to before somebody can sign in with these scopes. `.default` is what its registration
 * lists, at every API; once something at that API was consented to, it asks for no more.
 *
 * @param everything - as if nothing had been consented to yet (`prompt=consent`)
 * @throws EntraError 650057
 */
export function permissionsNeeded(
  directory: Directory,
  client: AppRegistration,
  person: Person,
  { openId, permissions }: RequestedScopes,
  everything = false,
): Needed[] {
  const asked: Needed[] = openId.size > 0 ? [{ resource: directory.graph, values: [...openId] }] : [];
  for (const { resource, value } of permissions) {
    if (value !== DEFAULT_SCOPE) asked.push({ resource, values: [value] });
    else if (everything || consentedTo(directory, client, resource, person).length === 0) {
      asked.push(...listedBy(directory, client, resource));
    }
  }
  return merged(asked)
    .map(({ resource, values }) => ({
      resource,
      values: everything ? values : values.filter((value) => !isCovered(directory, client, resource, person, value)),
    }))
    .filter(({ values }) => values.length > 0);
}

/** Whether an administrator must consent to this permission. */
export function needsAdministrator({ resource, values }: Needed): boolean {
  return values.some((value) => findScope(resource, value)?.type === 'Admin');
}

/** The delegated permissions at an API that a client has for somebody, OpenID scopes left aside. */
export function consentedTo(
  { consents }: Pick<EmulatorState, 'consents'>,
  client: AppRegistration,
  resource: AppRegistration,
  person: Person,
): string[] {
  const key = { clientId: client.clientId, resourceId: resource.clientId, person };
  return consents.of(key).filter((value) => !OPENID_SCOPES.has(value));
}

/** For pages: Graph's by their values, those of other APIs in full. */
export function shortNames({ resource, values }: Needed): string[] {
  if (resource.clientId === GRAPH_APP_ID) return [...values];
  return values.map((value) => `${resource.identifierUris[0] ?? resource.clientId}/${value}`);
}

function isCovered(
  { consents }: Directory,
  { clientId }: AppRegistration,
  resource: AppRegistration,
  person: Person,
  value: string,
): boolean {
  return consents.cover({ clientId, resourceId: resource.clientId, person }, [value]);
}

function listedBy({ registrations }: Directory, client: AppRegistration, resource: AppRegistration): Needed[] {
  const listed = client.requiredResourceAccess.map(({ resourceAppId }) => resourceAppId);
  if (!listed.includes(resource.clientId) && resource !== client) throw unlistedResource(client, resource, listed);
  return client.requiredResourceAccess.flatMap(({ resourceAppId, resourceAccess }) => {
    const api = registrations.get(resourceAppId);
    if (!api) return [];
    const ids = new Set(resourceAccess.filter(({ type }) => type === 'Scope').map(({ id }) => id));
    return [{ resource: api, values: api.scopes.filter(({ id }) => ids.has(id)).map(({ value }) => value) }];
  });
}

function merged(asked: readonly Needed[]): Needed[] {
  const byResource = new Map<AppRegistration, Set<string>>();
  for (const { resource, values } of asked) {
    byResource.set(resource, new Set([...(byResource.get(resource) ?? []), ...values]));
  }
  return [...byResource].map(([resource, values]) => ({ resource, values: [...values] }));
}
