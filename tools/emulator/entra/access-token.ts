import { randomBytes, randomInt } from 'node:crypto';
import { SignJWT } from 'jose';
import { GRAPH_APP_ID } from '../directory/microsoft-graph.js';
import { DEFAULT_ACCESS_TOKEN_LIFETIME_SECONDS } from '../options.js';
import type { EmulatorState } from '../state.js';
import { rolesOf } from './app-roles.js';
import type { AuthenticatedClient } from './client-authentication.js';
import { groupsClaim } from './groups-claim.js';
import { pairwiseSubject } from './id-token.js';
import type { AccessToken } from './issued-grants.js';
import { issuerOf, v1IssuerOf } from './tenants.js';

/** What an access token is about. */
export interface AccessTokenContents extends Omit<AccessToken, 'client' | 'authentication' | 'expiresAtMs'> {
  readonly client: AuthenticatedClient;
}

/** How a client proved itself, as `azpacr` says it. */
const AUTHENTICATION = { none: '0', secret: '1', certificate: '2', federated: '2' };
const HOUR_SECONDS = 3600;

/** An access token: opaque for Graph, a signed JWT for any other API. */
export async function accessTokenFor(
  state: EmulatorState,
  contents: AccessTokenContents,
): Promise<{ token: string; lifetimeSeconds: number }> {
  const lifetimeSeconds = lifetimeOf(state, contents);
  const { registration, method } = contents.client;
  const stored = { ...contents, client: registration, authentication: method };
  const isGraphs = contents.resource.clientId === GRAPH_APP_ID;
  const jwt = isGraphs ? undefined : await signed(state, accessTokenClaims(state, contents, lifetimeSeconds));
  return { token: state.grants.issueAccessToken(stored, lifetimeSeconds, jwt), lifetimeSeconds };
}

/** A client that can answer claims challenges gets tokens of Graph that live for 20 to 28 hours. */
function lifetimeOf(
  { accessTokenLifetimeSeconds: set }: EmulatorState,
  { cp1, resource }: AccessTokenContents,
): number {
  if (set !== undefined) return set;
  if (!cp1 || resource.clientId !== GRAPH_APP_ID) return DEFAULT_ACCESS_TOKEN_LIFETIME_SECONDS;
  return randomInt(20 * HOUR_SECONDS, 28 * HOUR_SECONDS + 1);
}

async function signed(state: EmulatorState, claims: Record<string, unknown>): Promise<string> {
  const { kid, privateKey } = state.keys.signing;
  const version1 = claims['ver'] === '1.0';
  return new SignJWT(claims)
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', ...(version1 ? { x5t: kid } : {}), kid })
    .sign(privateKey);
}

function accessTokenClaims(
  state: EmulatorState,
  contents: AccessTokenContents,
  lifetimeSeconds: number,
): Record<string, unknown> {
  const { resource, tenantId } = contents;
  const iat = Math.floor(state.now() / 1000);
  const version2 = resource.requestedAccessTokenVersion === 2;
  return {
    aud: version2 ? resource.clientId : (resource.identifierUris[0] ?? resource.clientId),
    iss: version2 ? issuerOf(state, tenantId) : v1IssuerOf(state.origin, tenantId),
    iat,
    nbf: iat,
    exp: iat + lifetimeSeconds,
    ...(contents.contexts.length > 0 ? { acrs: contents.contexts } : {}),
    aio: randomBytes(48).toString('base64'),
    ...clientClaims(contents, version2),
    ...subjectClaims(state, contents, version2),
    rh: `1.${randomBytes(24).toString('base64url')}.`,
    tid: tenantId,
    uti: randomBytes(16).toString('base64url'),
    ver: version2 ? '2.0' : '1.0',
    ...(contents.cp1 ? { xms_cc: ['cp1'] } : {}),
  };
}

function clientClaims({ client }: AccessTokenContents, version2: boolean): Record<string, unknown> {
  const { clientId } = client.registration;
  const method = AUTHENTICATION[client.method];
  return version2 ? { azp: clientId, azpacr: method } : { appid: clientId, appidacr: method };
}

function subjectClaims(
  state: EmulatorState,
  { client, resource, tenantId, person, scopes, roles }: AccessTokenContents,
  version2: boolean,
): Record<string, unknown> {
  if (!person) {
    const { objectId } = state.servicePrincipals.ensure(client.registration, tenantId);
    return {
      ...(version2 && !resource.optionalClaims.accessToken.includes('idtyp') ? {} : { idtyp: 'app' }),
      oid: objectId,
      ...(roles.length > 0 ? { roles } : {}),
      sub: objectId,
    };
  }
  const roleNames = rolesOf(state, resource, person);
  return {
    ...groupsClaim(state, resource, person),
    name: person.displayName,
    oid: person.oid,
    ...(version2
      ? { preferred_username: person.userPrincipalName }
      : { unique_name: person.userPrincipalName, upn: person.userPrincipalName }),
    ...(roleNames.length > 0 ? { roles: roleNames } : {}),
    scp: [...scopes].join(' '),
    sub: pairwiseSubject(resource.clientId, person.tid, person.oid),
  };
}
