import { compactVerify, createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import type { FederatedCredential } from '../directory/credentials.js';
import type { AppRegistration } from '../directory/registrations.js';
import type { EmulatorState } from '../state.js';
import {
  assertionSignatureMismatch,
  federatedByFederated,
  issuerUnreachable,
  malformedAssertion,
  noFederatedRecord,
  notAnAppOnlyToken,
  unknownAssertionKey,
} from './client-errors.js';
import { issuerOf } from './tenants.js';
import { requireTime, type UnverifiedToken } from './unverified-token.js';

const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'ES256'];
const FETCH_TIMEOUT_MS = 5000;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Verifies a token of an issuer that the registration trusts: workload identity federation.
 *
 * @throws EntraError 700211, 700212, 700213, 50166, 700027, 50027, 700024, 700229, 700231
 */
export async function verifyFederatedToken(
  state: EmulatorState,
  { clientId, federatedCredentials }: AppRegistration,
  unverified: UnverifiedToken,
): Promise<void> {
  const credential = matching(state, federatedCredentials, unverified);
  const ownKeys = credential.issuer === issuerOf(state, String(unverified.claims['tid']));
  const keys = ownKeys ? localKeys(state) : await keysOf(credential);
  await verifySignature(unverified, keys, clientId);
  requireTime(unverified.claims, state.now());
  if (ownKeys) requireAppOnly(state, unverified.token);
}

async function verifySignature(
  { token, header }: UnverifiedToken,
  keys: JWTVerifyGetKey,
  clientId: string,
): Promise<void> {
  try {
    await compactVerify(token, keys, { algorithms: ALGORITHMS });
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) throw unknownAssertionKey(header.kid ?? '', clientId);
    if (error instanceof errors.JWSSignatureVerificationFailed) {
      throw assertionSignatureMismatch(header.kid ?? '', clientId);
    }
    // Also what jose says of keys that this algorithm cannot use.
    throw malformedAssertion();
  }
}

function matching(
  state: EmulatorState,
  credentials: readonly FederatedCredential[],
  { claims }: UnverifiedToken,
): FederatedCredential {
  const { iss = '', sub = '', aud = [] } = claims;
  const audiences = [aud].flat().flatMap((name) => [name, ...(state.registrations.get(name)?.identifierUris ?? [])]);
  const ofIssuer = credentials.filter(({ issuer }) => issuer === iss);
  if (ofIssuer.length === 0) throw noFederatedRecord('issuer', iss);
  const ofSubject = ofIssuer.filter(({ subject }) => subject === sub);
  if (ofSubject.length === 0) throw noFederatedRecord('subject', sub);
  const found = ofSubject.find(({ audience }) => audiences.includes(audience));
  if (!found) throw noFederatedRecord('audience', [aud].flat().join(', '));
  return found;
}

function localKeys({ keys }: EmulatorState): JWTVerifyGetKey {
  return createLocalJWKSet({ keys: keys.published.map(({ jwk }) => jwk) });
}

/** Those of the registration; else what the issuer publishes, as far as nothing leaves this machine. */
async function keysOf({ issuer, jwks }: FederatedCredential): Promise<JWTVerifyGetKey> {
  try {
    if (jwks) return createLocalJWKSet(jwks);
    const document = await fetchOnLoopback(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    const { jwks_uri: address } = document as { jwks_uri?: unknown };
    return createLocalJWKSet((await fetchOnLoopback(String(address))) as JSONWebKeySet);
  } catch {
    // Whatever is wrong with the issuer, it is not the client that can mend it.
    throw issuerUnreachable();
  }
}

async function fetchOnLoopback(address: string): Promise<unknown> {
  const url = new URL(address);
  if (!LOOPBACK.test(url.hostname)) throw new RangeError('The issuer is not on this machine.');
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
  return answer.json();
}

/** A token of the emulator itself must be an application's, and not one that a federated token brought. */
function requireAppOnly(state: EmulatorState, token: string): void {
  const issued = state.grants.accessTokens.get(token);
  if (!issued || issued.person) throw notAnAppOnlyToken();
  if (issued.authentication === 'federated') throw federatedByFederated();
}
