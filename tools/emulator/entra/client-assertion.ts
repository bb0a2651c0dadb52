import { createPublicKey } from 'node:crypto';
import { compactVerify, errors, type JWTPayload, type ProtectedHeaderParameters } from 'jose';
import type { ClientCertificate } from '../directory/credentials.js';
import type { AppRegistration } from '../directory/registrations.js';
import type { EmulatorState } from '../state.js';
import {
  assertionForSomebodyElse,
  assertionOfAnotherClient,
  assertionSignatureMismatch,
  assertionUsedBefore,
  certificateOutOfDate,
  malformedAssertion,
  noThumbprint,
  unknownAssertionKey,
  unsupportedAlgorithm,
  unsupportedAssertionType,
} from './client-errors.js';
import { verifyFederatedToken } from './federated-token.js';
import { missingParameter } from './shared-errors.js';
import { issuerOf, type Tenant } from './tenants.js';
import { decodeToken, requireTime, type UnverifiedToken } from './unverified-token.js';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const ALGORITHMS = ['PS256', 'RS256'];
export interface SentAssertion {
  readonly assertion: string;
  /** The `client_assertion_type`. */
  readonly type: string | undefined;
}

/**
 * Verifies what proves a client in place of a secret (RFC 7523): an assertion of its own, signed with a registered
 * certificate, or a token of an issuer that it trusts.
 *
 * @throws EntraError 900144, 90023, 50027, 5002738, 5002723, 700027, 1000502, 700024, 700023, 700021, and those of
 *   `verifyFederatedToken`
 */
export async function verifyAssertion(
  state: EmulatorState,
  tenant: Tenant,
  client: AppRegistration,
  { assertion, type }: SentAssertion,
): Promise<'certificate' | 'federated'> {
  if (type === undefined) throw missingParameter('client_assertion_type');
  if (type !== ASSERTION_TYPE) throw unsupportedAssertionType();
  const unverified = decodeToken(assertion);
  if (isSelfIssued(unverified, client)) {
    await verifyOwn(state, tenant, client, unverified);
    return 'certificate';
  }
  await verifyFederatedToken(state, client, unverified);
  return 'federated';
}

/** A token of another issuer never speaks in the name of the client. */
function isSelfIssued({ claims }: UnverifiedToken, { clientId }: AppRegistration): boolean {
  const names = [claims.iss, claims.sub].map((name) => name?.toLowerCase());
  return names.includes(clientId.toLowerCase());
}

async function verifyOwn(
  state: EmulatorState,
  tenant: Tenant,
  client: AppRegistration,
  { token, header, claims }: UnverifiedToken,
): Promise<void> {
  if (!ALGORITHMS.includes(header.alg ?? '')) throw unsupportedAlgorithm(String(header.alg));
  const certificate = certificateOf(client, header);
  await verifySignature(token, certificate, client.clientId);
  const nowMs = state.now();
  if (certificate.endsAtMs <= nowMs || certificate.startsAtMs > nowMs) throw certificateOutOfDate();
  requireTime(claims, nowMs);
  if (!namesThisEndpoint(state, tenant, claims.aud)) throw assertionForSomebodyElse();
  if (claims.iss?.toLowerCase() !== claims.sub?.toLowerCase()) throw assertionOfAnotherClient();
  if (state.strictAssertions && !state.usedAssertions.use(client.clientId, claims)) throw assertionUsedBefore();
}

/** By `x5t` or `x5t#S256`; a `kid` may be a thumbprint, in either encoding, or the id of the key. */
function certificateOf(
  { certificates, clientId }: AppRegistration,
  header: ProtectedHeaderParameters,
): ClientCertificate {
  const named = [header['x5t#S256'], header.x5t, header.kid].find((name) => typeof name === 'string');
  if (typeof named !== 'string') throw noThumbprint();
  const certificate = certificates.find(({ sha1, sha256, keyId }) =>
    [sha1, sha256, hexOf(sha1), hexOf(sha256), keyId].some((name) => name === named || name === named.toUpperCase()),
  );
  if (!certificate) throw unknownAssertionKey(named === header.kid ? named : hexOf(named), clientId);
  return certificate;
}

function hexOf(thumbprint: string): string {
  return Buffer.from(thumbprint, 'base64url').toString('hex').toUpperCase();
}

async function verifySignature(token: string, { pem, sha1 }: ClientCertificate, clientId: string): Promise<void> {
  try {
    await compactVerify(token, createPublicKey(pem), { algorithms: ALGORITHMS });
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) throw assertionSignatureMismatch(hexOf(sha1), clientId);
    if (error instanceof errors.JOSEError) throw malformedAssertion();
    throw error;
  }
}

/** The token endpoint or the issuer, of this tenant in either notation. */
function namesThisEndpoint(state: EmulatorState, tenant: Tenant, audience: JWTPayload['aud']): boolean {
  const tenants = [tenant.segment, tenant.tenantId ?? tenant.segment];
  const accepted = tenants.flatMap((name) => [
    `${state.origin}/${name}/oauth2/v2.0/token`,
    `${state.origin}/${name}/v2.0`,
    issuerOf(state, name),
  ]);
  return [audience ?? []].flat().some((name) => accepted.includes(name));
}
