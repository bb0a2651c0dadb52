// @peculiar/x509 refuses to load without it.
import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BasicConstraintsExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A server certificate for 127.0.0.1 and localhost, and the private authority that issued it. */
export interface TlsFiles {
  readonly certificateFile: string;
  readonly keyFile: string;
  /** For `NODE_EXTRA_CA_CERTS`: nobody trusts this authority otherwise. */
  readonly authorityFile: string;
  /** The same as PEM. */
  readonly authority: string;
}

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 24 * 3600 * 1000;

/** Makes a certificate and its authority, valid for a day, and writes them into the folder. */
export async function writeTlsFiles(folder: string): Promise<TlsFiles> {
  const validity = { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + DAY_MS) };
  const [authorityKeys, keys] = await Promise.all([generateKeys(), generateKeys()]);
  const authority = await X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=Authority of a local Redis',
      ...validity,
      signingAlgorithm: EC,
      keys: authorityKeys,
      extensions: [new BasicConstraintsExtension(true, undefined, true)],
    },
    webcrypto,
  );
  const certificate = await X509CertificateGenerator.create(
    {
      subject: 'CN=Local Redis',
      issuer: authority.subject,
      ...validity,
      signingAlgorithm: EC,
      publicKey: keys.publicKey,
      signingKey: authorityKeys.privateKey,
      extensions: [
        new SubjectAlternativeNameExtension([
          { type: 'ip', value: '127.0.0.1' },
          { type: 'dns', value: 'localhost' },
        ]),
      ],
    },
    webcrypto,
  );
  const files = {
    certificateFile: join(folder, 'server.pem'),
    keyFile: join(folder, 'server-key.pem'),
    authorityFile: join(folder, 'authority.pem'),
    authority: authority.toString('pem'),
  };
  const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' });
  await writeFile(files.certificateFile, certificate.toString('pem'));
  await writeFile(files.keyFile, key, { mode: 0o600 });
  await writeFile(files.authorityFile, files.authority);
  return files;
}

function generateKeys() {
  return webcrypto.subtle.generateKey(EC, true, ['sign', 'verify']);
}
