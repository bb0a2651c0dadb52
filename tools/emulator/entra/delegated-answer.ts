import type { AppRegistration } from '../directory/registrations.js';
import { GRAPH_APP_ID } from '../directory/microsoft-graph.js';
import type { EmulatorState } from '../state.js';
import { accessTokenFor } from './access-token.js';
import { mayComeIn } from './app-roles.js';
import { honestIdToken } from './id-token.js';
import type { SignIn } from './issued-grants.js';
import { consentedTo } from './permissions.js';
import { answeredScope, DEFAULT_SCOPE } from './scopes.js';
import { consentRequired, notAssigned, strongerSignInNeeded } from './shared-errors.js';
import type { Asked, TokenRequest } from './token-request.js';

/**
 * The answer of a grant in which somebody stands behind the client, members in Entra's order. The token is good for
 * everything of the API that was consented to, whatever was asked.
 *
 * @param openId - the OpenID scopes that count; default: those of the sign-in, and those asked for now
 * @throws EntraError 50105, 50076, 65001
 */
export async function delegatedAnswer(
  state: EmulatorState,
  { client, note }: Pick<TokenRequest, 'client' | 'note'>,
  signedIn: SignIn,
  asked: Asked,
): Promise<Record<string, unknown>> {
  const openId = new Set([...signedIn.openId, ...asked.scopes.openId]);
  const signIn: SignIn = { ...signedIn, openId };
  const { person } = signIn;
  const resource = asked.resource ?? signIn.resource;
  if (!mayComeIn(state, signIn.client, person)) throw notAssigned(signIn.client, 'invalid_grant');
  if (asked.contexts.some((context) => !signIn.contexts.includes(context))) {
    throw strongerSignInNeeded(resource.clientId);
  }
  const granted = grantedAt(state, signIn, resource, asked);
  note(person.key);
  const access = await accessTokenFor(state, {
    client,
    resource,
    tenantId: person.tid,
    person,
    scopes: new Set(resource.clientId === GRAPH_APP_ID ? [...openId, ...granted] : granted),
    roles: [],
    cp1: asked.cp1,
    contexts: signIn.contexts,
  });
  return {
    token_type: 'Bearer',
    scope: answeredScope(openId, asked.scopes.permissions, granted, resource),
    expires_in: access.lifetimeSeconds,
    ext_expires_in: access.lifetimeSeconds,
    access_token: access.token,
    ...(openId.has('offline_access') ? { refresh_token: state.grants.issueRefreshToken(signIn) } : {}),
    ...(openId.has('openid') ? { id_token: await idToken(state, signIn) } : {}),
    ...(asked.clientInfo ? { client_info: clientInfo(signIn) } : {}),
  };
}

function grantedAt(
  state: EmulatorState,
  { client, person }: SignIn,
  resource: AppRegistration,
  asked: Asked,
): string[] {
  const granted = consentedTo(state, client, resource, person);
  const given = new Set(granted.map((value) => value.toLowerCase()));
  const covered = asked.scopes.permissions.every(({ value }) =>
    value === DEFAULT_SCOPE ? granted.length > 0 || resource === client : given.has(value.toLowerCase()),
  );
  if (!covered) throw consentRequired(client, 'invalid_grant');
  return granted;
}

async function idToken(state: EmulatorState, signIn: SignIn): Promise<unknown> {
  const honest = await honestIdToken(state, signIn);
  return state.tampering.idToken ? state.tampering.idToken(honest) : honest.token;
}

/** For the caches of Microsoft's libraries: who it was, in the home tenant. */
export function clientInfo({ person }: Pick<SignIn, 'person'>): string {
  return Buffer.from(JSON.stringify({ uid: person.oid, utid: person.tid })).toString('base64url');
}
