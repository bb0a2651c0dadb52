import { randomUUID } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, SignJWT, type JWTHeaderParameters } from 'jose';
import type { AppRegistration } from './directory/registrations.js';
import { delegatedAnswer } from './entra/delegated-answer.js';
import { DEFAULT_SCOPE, parseScopes } from './entra/scopes.js';
import { didYouMean } from './nearest.js';
import type { Person } from './people.js';
import type { EmulatorState } from './state.js';

export interface IssueTokensOptions {
  /** Client id. Default: the first app. */
  readonly client?: string;
  /**
   * As in a `scope` parameter; all of them count as consented to. Default: `openid profile offline_access` and, without an
   * `audience`, `User.Read`.
   */
  readonly scopes?: readonly string[];
  /** Application ID URI or client id of the API that the access token is for. Default: that of the scopes, else Graph. */
  readonly audience?: string;
  /** Claims of the access token, over those that it would have. Graph's tokens are opaque and have none. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** A token answer, as the token endpoint gives it. */
export interface IssuedTokens {
  readonly token_type: 'Bearer';
  readonly scope: string;
  readonly expires_in: number;
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly id_token?: string;
}

const OPENID = ['openid', 'profile', 'offline_access'];

/**
 * The tokens of a sign-in that nobody had to click through.
 *
 * @throws RangeError for an app or an API that there is not, and for claims in a token of Graph
 * @throws EntraError for scopes that there are not
 */
export async function issueTokens(
  state: EmulatorState,
  person: Person,
  { client, scopes, audience, claims }: IssueTokensOptions,
): Promise<IssuedTokens> {
  const registration = client === undefined ? appOf(state, state.app.clientId) : appOf(state, client);
  const resource = audience === undefined ? undefined : apiOf(state, audience);
  const words = scopes ?? [...OPENID, ...(resource ? [] : ['User.Read'])];
  const requested = parseScopes(words.join(' '), registration, state.registrations, state.tenantId);
  const named = requested.permissions[0]?.resource ?? resource ?? state.graph;
  if (resource && named !== resource) throw new RangeError(`The scopes are not those of '${audience}'.`);
  consent(state, registration, person, requested.permissions);
  const answer = await delegatedAnswer(
    state,
    { client: { registration, method: 'secret' }, note: () => undefined },
    {
      id: randomUUID(),
      client: registration,
      person,
      openId: requested.openId,
      resource: named,
      platform: 'web',
      sid: randomUUID(),
      nonce: undefined,
      contexts: [],
    },
    { scopes: requested, resource: named, cp1: false, clientInfo: false, contexts: [] },
  );
  const tokens = answer as unknown as IssuedTokens;
  return claims === undefined
    ? tokens
    : { ...tokens, access_token: await withClaims(state, tokens.access_token, claims) };
}

function consent(
  { consents }: EmulatorState,
  { clientId }: AppRegistration,
  { oid, tid }: Person,
  permissions: readonly { readonly resource: AppRegistration; readonly value: string }[],
): void {
  for (const { resource, value } of permissions) {
    if (value === DEFAULT_SCOPE) continue;
    consents.grant({ tenantId: tid, clientId, resourceId: resource.clientId, principalId: oid, scopes: [value] });
  }
}

/** The same token, signed once more, and known as the first one is. */
async function withClaims(state: EmulatorState, token: string, claims: object): Promise<string> {
  const known = state.grants.accessTokens.get(token);
  if (!known || !token.includes('.')) throw new RangeError("Graph's access tokens are opaque: they have no claims.");
  const header = decodeProtectedHeader(token) as JWTHeaderParameters;
  const jwt = new SignJWT({ ...decodeJwt(token), ...claims }).setProtectedHeader(header);
  const signed = await jwt.sign(state.keys.signing.privateKey);
  return state.grants.issueAccessToken(known, (known.expiresAtMs - state.now()) / 1000, signed);
}

function appOf({ registrations }: EmulatorState, clientId: string): AppRegistration {
  const app = registrations.get(clientId);
  if (app) return app;
  const ids = registrations.all.map((known) => known.clientId);
  throw new RangeError(`No app has the client id '${clientId}'.${didYouMean(clientId, ids)}`);
}

function apiOf({ registrations }: EmulatorState, audience: string): AppRegistration {
  const api = registrations.resource(audience);
  if (api) return api;
  const uris = registrations.all.flatMap(({ identifierUris }) => identifierUris);
  throw new RangeError(`No API has the Application ID URI or client id '${audience}'.${didYouMean(audience, uris)}`);
}
