import { randomUUID } from 'node:crypto';
import type { AppRegistration } from '../directory/registrations.js';
import type { Person } from '../people.js';
import type { EmulatorState } from '../state.js';
import { delegatedAnswer } from './delegated-answer.js';
import { permissionsNeeded } from './permissions.js';
import { parseScopes, resourceOf } from './scopes.js';

/** For whom and for what tokens are issued without a page. */
export interface IssueTokensOptions {
  /** Client id. Default: the first app. */
  readonly client?: string;
  /** As in a `scope` parameter. Default: OpenID scopes, and what the registration lists at the audience. */
  readonly scopes?: readonly string[];
  /** The API: an Application ID URI or a client id. What the default scopes are of. Default: Microsoft Graph. */
  readonly audience?: string;
  /** Put into the ID token, and into an access token that is a JWT, over what they say otherwise. */
  readonly claims?: Record<string, unknown>;
  /** Whether the client can handle claims challenges. Default `false`. */
  readonly cp1?: boolean;
}

/** As the token endpoint answers. */
export interface IssuedTokens extends Record<string, unknown> {
  readonly access_token: string;
  readonly id_token?: string;
  readonly refresh_token?: string;
}

/**
 * Signs somebody in without a page: consent counts as given, for this person.
 *
 * @throws RangeError when there is no such client or audience, EntraError for scopes that cannot be had
 */
export async function issueTokens(
  state: EmulatorState,
  person: Person,
  { client: clientId, scopes: words, audience, claims, cp1 = false }: IssueTokensOptions = {},
): Promise<IssuedTokens> {
  const client = clientId === undefined ? firstApp(state) : state.registrations.get(clientId);
  if (!client) throw new RangeError(`No app has the client id '${String(clientId)}'.`);
  const resource = audience === undefined ? state.graph : state.registrations.resource(audience);
  if (!resource) throw new RangeError(`No app has the client id or the Application ID URI '${String(audience)}'.`);
  const asked = words ?? ['openid', 'profile', 'offline_access', ...listed(client, resource)];
  const scopes = parseScopes(asked.join(' '), client, state.registrations, person.tid);
  for (const needed of permissionsNeeded(state, client, person, scopes)) {
    state.consents.grant({
      tenantId: person.tid,
      clientId: client.clientId,
      resourceId: needed.resource.clientId,
      principalId: person.oid,
      scopes: needed.values,
    });
  }
  const signIn = {
    id: randomUUID(),
    client,
    person,
    openId: scopes.openId,
    resource: resourceOf(scopes) ?? resource,
    platform: 'web' as const,
    sid: randomUUID(),
    nonce: undefined,
    contexts: [],
    ...(claims === undefined ? {} : { claims }),
  };
  const request = { client: { registration: client, method: 'secret' as const }, note: () => undefined };
  const wanted = { scopes, resource: resourceOf(scopes), cp1, contexts: [], clientInfo: true };
  return (await delegatedAnswer(state, request, signIn, wanted)) as IssuedTokens;
}

function firstApp({ registrations, app }: EmulatorState): AppRegistration | undefined {
  return registrations.get(app.clientId);
}

/** The permissions at an API that the registration lists. */
function listed(client: AppRegistration, resource: AppRegistration): string[] {
  const ids = client.requiredResourceAccess
    .filter(({ resourceAppId }) => resourceAppId === resource.clientId)
    .flatMap(({ resourceAccess }) => resourceAccess.map(({ id }) => id));
  const prefix = resource.identifierUris[0] ?? resource.clientId;
  return resource.scopes.filter(({ id }) => ids.includes(id)).map(({ value }) => `${prefix}/${value}`);
}
