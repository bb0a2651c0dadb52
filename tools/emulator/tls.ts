import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTlsFiles, type TlsFiles } from '../certificates/tls-files.js';
import type { EmulatorOptions } from './options.js';

interface OpenTlsFiles {
  readonly files: TlsFiles;
  /** Removes a directory that was made for them. */
  remove(): Promise<void>;
}

/**
 * The certificate to serve with, if any: in the directory that is named, or in a temporary one that is gone after the
 * emulator is closed, or its process ends.
 */
export async function openTlsFiles(
  tls: NonNullable<EmulatorOptions['tls']>,
  names: readonly string[],
): Promise<OpenTlsFiles | undefined> {
  if (tls === false) return undefined;
  if (tls !== true) return { files: await writeTlsFiles(tls.directory, names), remove: () => Promise.resolve() };
  const directory = await mkdtemp(join(tmpdir(), 'entra-emulator-'));
  const removeNow = () => rmSync(directory, { recursive: true, force: true });
  process.once('exit', removeNow);
  return {
    files: await writeTlsFiles(directory, names),
    remove: async () => {
      process.off('exit', removeNow);
      await rm(directory, { recursive: true, force: true });
    },
  };
}
