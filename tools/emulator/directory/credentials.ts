import { createHash, randomUUID, X509Certificate } from 'node:crypto';
import type { JSONWebKeySet } from 'jose';

/** A client secret of a registration. */
export interface ClientSecret {
  readonly keyId: string;
  readonly displayName: string | null;
  /** Its first three characters. */
  readonly hint: string;
  readonly value: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

/** A certificate whose key proves a client. It needs no chain of trust. */
export interface ClientCertificate {
  readonly keyId: string;
  readonly displayName: string | null;
  readonly der: Buffer;
  readonly pem: string;
  /** SHA-1 of the DER in base64url, as `x5t` has it. */
  readonly sha1: string;
  /** SHA-256 of the DER in base64url, as `x5t#S256` has it. */
  readonly sha256: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

/** Whose tokens prove a client that has no credential of its own. All three are compared exactly. */
export interface FederatedCredential {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  readonly description: string | null;
  /** The issuer's keys. Default: fetched from it, if it is the emulator itself or another one on loopback. */
  readonly jwks?: JSONWebKeySet | undefined;
}

/** What federated tokens are made out to unless told otherwise. */
export const TOKEN_EXCHANGE_AUDIENCE = 'api://AzureADTokenExchange';
const TWO_YEARS_MS = 2 * 365 * 24 * 3600 * 1000;

/**
 * @param details - default: from `nowMs` for two years, without a name
 */
export function clientSecret(
  value: string,
  nowMs: number,
  details: Partial<Pick<ClientSecret, 'displayName' | 'startsAtMs' | 'endsAtMs'>> = {},
): ClientSecret {
  const { displayName = null, startsAtMs = nowMs, endsAtMs = startsAtMs + TWO_YEARS_MS } = details;
  return { keyId: randomUUID(), displayName, hint: value.slice(0, 3), value, startsAtMs, endsAtMs };
}

/**
 * @param encoded - PEM, or the DER itself
 * @throws Error when it is no certificate, RangeError when its key is not RSA of 2048 bits at least
 */
export function clientCertificate(encoded: string | Buffer, displayName: string | null = null): ClientCertificate {
  const certificate = new X509Certificate(encoded);
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  if (asymmetricKeyType !== 'rsa' || (asymmetricKeyDetails?.modulusLength ?? 0) < 2048) {
    throw new RangeError('The key of the certificate is not an RSA key of 2048 bits or more.');
  }
  const der = certificate.raw;
  const thumbprint = (algorithm: string) => createHash(algorithm).update(der).digest('base64url');
  return {
    keyId: randomUUID(),
    displayName: displayName ?? certificate.subject.replaceAll('\n', ', '),
    der,
    pem: certificate.toString(),
    sha1: thumbprint('sha1'),
    sha256: thumbprint('sha256'),
    startsAtMs: Date.parse(certificate.validFrom),
    endsAtMs: Date.parse(certificate.validTo),
  };
}

/** An id is made, and the audience is Entra's, unless told otherwise. */
export function federatedCredential(
  details: Pick<FederatedCredential, 'issuer' | 'subject'> & Partial<FederatedCredential>,
): FederatedCredential {
  return {
    id: randomUUID(),
    name: 'federated',
    audience: TOKEN_EXCHANGE_AUDIENCE,
    description: null,
    ...details,
  };
}
