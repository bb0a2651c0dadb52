// @peculiar/x509 refuses to load without it.
import 'reflect-metadata';
import { KeyObject, randomBytes, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A certificate for this machine's own addresses, its key, and who vouches for it: all PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
  /** The certificate of an authority that signed this one and no other: its key is kept nowhere. */
  readonly ca: string;
}

/** What every certificate of ours is good for. */
export const LOOPBACK_NAMES: readonly string[] = ['localhost', '127.0.0.1', '::1'];

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const A_DAY_MS = 24 * 3600 * 1000;
const LIFETIME_DAYS = 90;
const CA_NAME = 'CN=Local development authority';

/**
 * Good for 90 days. Whoever is to trust it must be told of `ca`: `NODE_EXTRA_CA_CERTS`.
 *
 * @param names - hosts and addresses that it is good for, besides this machine
 */
export async function createLoopbackCertificate(names: readonly string[] = []): Promise<Certificate> {
  const [authority, server] = await Promise.all([newKeys(), newKeys()]);
  const times = {
    notBefore: new Date(Date.now() - A_DAY_MS),
    notAfter: new Date(Date.now() + LIFETIME_DAYS * A_DAY_MS),
  };
  const ca = await X509CertificateGenerator.createSelfSigned(
    {
      ...times,
      name: CA_NAME,
      serialNumber: serial(),
      signingAlgorithm: EC,
      keys: authority,
      extensions: await ofAuthority(authority),
    },
    webcrypto,
  );
  const cert = await X509CertificateGenerator.create(
    {
      ...times,
      subject: 'CN=localhost',
      issuer: CA_NAME,
      serialNumber: serial(),
      signingAlgorithm: EC,
      publicKey: server.publicKey,
      signingKey: authority.privateKey,
      extensions: await ofServer(server, authority, [...new Set([...LOOPBACK_NAMES, ...names])]),
    },
    webcrypto,
  );
  return {
    cert: cert.toString('pem'),
    key: KeyObject.from(server.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString(),
    ca: ca.toString('pem'),
  };
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(EC, true, ['sign', 'verify']);
}

/** Positive, as RFC 5280 section 4.1.2.2 wants it. */
function serial(): string {
  return `01${randomBytes(15).toString('hex')}`;
}

async function ofAuthority({ publicKey }: webcrypto.CryptoKeyPair): Promise<Extension[]> {
  return [
    new BasicConstraintsExtension(true, 0, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    await SubjectKeyIdentifierExtension.create(publicKey, false, webcrypto),
  ];
}

/** With key identifiers: strict clients, such as Python since 3.13, ask for them. */
async function ofServer(
  server: webcrypto.CryptoKeyPair,
  authority: webcrypto.CryptoKeyPair,
  names: readonly string[],
): Promise<Extension[]> {
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    new SubjectAlternativeNameExtension(
      names.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
    ),
    await SubjectKeyIdentifierExtension.create(server.publicKey, false, webcrypto),
    await AuthorityKeyIdentifierExtension.create(authority.publicKey, false, webcrypto),
  ];
}
