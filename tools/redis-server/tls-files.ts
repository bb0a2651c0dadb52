import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLoopbackCertificate } from '../faults/certificate.js';

/** A certificate for this machine's own addresses and its key, as files. */
export interface TlsFiles {
  /** Self-signed: nobody trusts it without being told, with `NODE_EXTRA_CA_CERTS`. */
  readonly certificateFile: string;
  readonly keyFile: string;
  /** The certificate as PEM. */
  readonly certificate: string;
}

/** Makes a certificate that is good for a day, in this folder. */
export async function writeTlsFiles(folder: string): Promise<TlsFiles> {
  const { cert, key } = await createLoopbackCertificate();
  const files = { certificateFile: join(folder, 'server.pem'), keyFile: join(folder, 'server-key.pem') };
  await writeFile(files.certificateFile, cert);
  await writeFile(files.keyFile, key, { mode: 0o600 });
  return { ...files, certificate: cert };
}
