// @peculiar/x509 refuses to load without it.
import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import { SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';

/** A certificate for this machine's own addresses, self-signed, and its key: both PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const A_DAY_MS = 24 * 3600 * 1000;

/**
 * Good for a day. Whoever is to trust it must be told: `NODE_EXTRA_CA_CERTS`.
 *
 * @param names - hosts that it is good for, besides this machine
 */
export async function createLoopbackCertificate(names: readonly string[] = []): Promise<Certificate> {
  const keys = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=localhost',
      notBefore: new Date(Date.now() - A_DAY_MS),
      notAfter: new Date(Date.now() + A_DAY_MS),
      signingAlgorithm: EC,
      keys,
      extensions: [
        new SubjectAlternativeNameExtension([
          ...['localhost', ...names].map((value) => ({ type: 'dns' as const, value })),
          { type: 'ip', value: '127.0.0.1' },
        ]),
      ],
    },
    webcrypto,
  );
  return {
    cert: certificate.toString('pem'),
    key: KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
