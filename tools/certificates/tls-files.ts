import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { type Certificate, createLoopbackCertificate, LOOPBACK_NAMES } from './loopback-certificate.js';

/** A certificate for this machine's own addresses and its key, as files. */
export interface TlsFiles extends Certificate {
  /** Who vouches for it. Nobody trusts that without being told, with `NODE_EXTRA_CA_CERTS`. */
  readonly caFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

const A_DAY_MS = 24 * 3600 * 1000;

/**
 * Makes a certificate in this folder. One that lies there from an earlier call is kept while it is good for these names
 * and another day: who was told to trust it need not be told again.
 *
 * @param names - hosts and addresses that it is good for, besides this machine
 * @throws Error of node:fs when the folder can't be made or written to
 */
export async function writeTlsFiles(folder: string, names: readonly string[] = []): Promise<TlsFiles> {
  const files = {
    caFile: join(folder, 'ca.pem'),
    certificateFile: join(folder, 'server.pem'),
    keyFile: join(folder, 'server-key.pem'),
  };
  const present = await readCertificate(files);
  if (present !== undefined && isGoodFor(present, names)) return { ...files, ...present };
  const made = await createLoopbackCertificate(names);
  await mkdir(folder, { recursive: true });
  await writeFile(files.keyFile, made.key, { mode: 0o600 });
  await writeFile(files.certificateFile, made.cert);
  await writeFile(files.caFile, made.ca);
  return { ...files, ...made };
}

async function readCertificate(
  files: Pick<TlsFiles, 'caFile' | 'certificateFile' | 'keyFile'>,
): Promise<Certificate | undefined> {
  try {
    const [ca, cert, key] = await Promise.all(
      [files.caFile, files.certificateFile, files.keyFile].map((file) => readFile(file, 'utf8')),
    );
    return { ca: String(ca), cert: String(cert), key: String(key) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isGoodFor({ ca, cert, key }: Certificate, names: readonly string[]): boolean {
  let server: X509Certificate;
  let authority: X509Certificate;
  try {
    [server, authority] = [new X509Certificate(cert), new X509Certificate(ca)];
    if (!server.checkPrivateKey(createPrivateKey(key)) || !server.verify(authority.publicKey)) return false;
  } catch {
    return false; // whatever these files are, they are no certificate of ours
  }
  return (
    Date.parse(server.validTo) > Date.now() + A_DAY_MS &&
    [...LOOPBACK_NAMES, ...names].every(
      (name) => (isIP(name) === 0 ? server.checkHost(name) : server.checkIP(name)) !== undefined,
    )
  );
}
