import type { Request } from 'express';
import { GRAPH_APP_ID } from '../directory/microsoft-graph.js';
import type { EmulatorState } from '../state.js';
import { delegatedOnly, type GraphCaller } from './graph-caller.js';
import { GraphError } from './graph-error.js';
import type { GraphResource } from './graph-resource.js';

const INVALID_TOKEN = 'InvalidAuthenticationToken';

/**
 * Who the access token of a request stands for.
 *
 * @throws GraphError 401 with a plain challenge, or with a claims challenge once the token has been revoked
 */
export function authenticate(state: EmulatorState, req: Request): GraphCaller {
  const value = /^Bearer\s+(\S+)$/i.exec(req.headers.authorization ?? '')?.[1];
  if (value === undefined) throw unauthorized(state, 'Access token is empty.');
  const token = state.grants.accessTokens.get(value);
  if (!token) {
    throw unauthorized(state, 'CompactToken validation failed with reason code: 80049228.');
  }
  if (token.resource !== state.graph) {
    throw unauthorized(state, 'Access token validation failure. Invalid audience.');
  }
  if (token.expiresAtMs <= state.now()) {
    throw unauthorized(state, 'Lifetime validation failed, the token is expired.');
  }
  // A client that never declared cp1 could not answer a challenge: its tokens just live out their hour.
  if (token.cp1 && token.revokedAtMs !== undefined) throw claimsChallenge(state, token.revokedAtMs);
  const { person, client, tenantId, scopes, roles } = token;
  const permissions = new Set([...scopes, ...roles].map((permission) => permission.toLowerCase()));
  return { person, clientId: client.clientId, tenantId, permissions };
}

/** @throws GraphError 403 unless one of the permissions was granted; 400 for an application that asks for `/me` */
export function requirePermission(
  { person, permissions: granted }: GraphCaller,
  { path, permissions }: Pick<GraphResource, 'path' | 'permissions'>,
): void {
  if (person === undefined && /^\/me(?:\/|$)/.test(path)) throw delegatedOnly();
  const accepted = person === undefined ? (permissions.application ?? []) : permissions.delegated;
  if (accepted.some((permission) => granted.has(permission.toLowerCase()))) return;
  throw new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
}

function unauthorized(state: EmulatorState, message: string): GraphError {
  return new GraphError(401, INVALID_TOKEN, message, { headers: { 'WWW-Authenticate': bearer(state) } });
}

function claimsChallenge(state: EmulatorState, revokedAtMs: number): GraphError {
  const nbf = Math.floor(revokedAtMs / 1000);
  // The one space is Graph's.
  const claims = `{"access_token":{"nbf":{"essential":true, "value":"${nbf}"}}}`;
  const challenge = `error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`;
  return new GraphError(
    401,
    INVALID_TOKEN,
    'Continuous access evaluation resulted in claims challenge with result: InteractionRequired and code: ' +
      'TokenIssuedBeforeRevocationTimestamp',
    { headers: { 'WWW-Authenticate': `${bearer(state)}, ${challenge}` } },
  );
}

/** Graph's challenges name the v1 address; nobody is meant to follow it. */
function bearer({ origin }: EmulatorState): string {
  return `Bearer realm="", authorization_uri="${origin}/common/oauth2/authorize", client_id="${GRAPH_APP_ID}"`;
}
