// @peculiar/x509 refuses to load without it.
import 'reflect-metadata';
import { createHash, KeyObject, webcrypto } from 'node:crypto';
import { X509CertificateGenerator } from '@peculiar/x509';
import { exportJWK, type JWK } from 'jose';

/** A key that signs tokens, with its self-signed certificate. */
export interface SigningKey {
  /** base64url of the SHA-1 of the certificate: Entra's `kid` and `x5t` alike. */
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKeyPem: string;
  readonly certificatePem: string;
  /** The members of the key set's entry, in Entra's order, without the issuer. There is no `alg`. */
  readonly jwk: JWK;
}

const FIVE_YEARS_MS = 5 * 365 * 24 * 3600 * 1000;
const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};

/** A new RSA key with a certificate for it that is good for five years. */
export async function generateSigningKey(): Promise<SigningKey> {
  const keys = await webcrypto.subtle.generateKey(RSA, true, ['sign', 'verify']);
  const now = Date.now();
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=accounts.accesscontrol.windows.net',
      notBefore: new Date(now - 24 * 3600 * 1000),
      notAfter: new Date(now + FIVE_YEARS_MS),
      signingAlgorithm: RSA,
      keys,
    },
    webcrypto,
  );
  const der = Buffer.from(certificate.rawData);
  const thumbprint = createHash('sha1').update(der).digest('base64url');
  const publicKey = KeyObject.from(keys.publicKey);
  const { n, e } = await exportJWK(publicKey);
  if (n === undefined || e === undefined) throw new Error('An RSA key has a modulus and an exponent.');
  return {
    kid: thumbprint,
    privateKey: KeyObject.from(keys.privateKey),
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    certificatePem: certificate.toString('pem'),
    jwk: { kty: 'RSA', use: 'sig', kid: thumbprint, x5t: thumbprint, n, e, x5c: [der.toString('base64')] },
  };
}

/** Generating RSA keys is slow, so all emulators of a process begin with the same ones. */
let firstKeys: Promise<[SigningKey, SigningKey, SigningKey]> | undefined;

/** The keys of the key set: one signs, there is always another one beside it, and one of another cloud. */
export class SigningKeys {
  private constructor(
    private current: SigningKey,
    private readonly standby: SigningKey,
    /** Published with the others, but no token of this cloud may be signed with it. */
    readonly ofAnotherCloud: SigningKey,
  ) {}

  static async create(): Promise<SigningKeys> {
    firstKeys ??= Promise.all([generateSigningKey(), generateSigningKey(), generateSigningKey()]);
    return new SigningKeys(...(await firstKeys));
  }

  get signing(): SigningKey {
    return this.current;
  }

  /** Of this cloud. Their order has no meaning; the signing key comes last, so that nobody gets by with "the first key". */
  get published(): readonly SigningKey[] {
    return [this.standby, this.current];
  }

  /** As in an emergency: a key that nobody has seen signs from now on, and the old one is withdrawn. */
  async rotate(): Promise<void> {
    this.current = await generateSigningKey();
  }
}
