import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** Where the packages live that this service is compared with, and the little servers made of them. */
export const PEERS = resolve('tools/bench/peers');

const PATIENCE_MS = 180_000;

/** Installs them as their lock file has them, unless they are. @throws Error when npm cannot */
export async function installPeers(): Promise<void> {
  const lock = await readFile(join(PEERS, 'package-lock.json'));
  const digest = createHash('sha256').update(lock).digest('hex');
  const marker = join(PEERS, 'node_modules', '.installed');
  if ((await readFile(marker, 'utf8').catch(() => '')) === digest) return;
  console.error(`installing what this service is compared with, in ${PEERS}`);
  const npm = spawn('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: PEERS,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: PATIENCE_MS,
  });
  const [code] = (await once(npm, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`npm ci failed in ${PEERS}.`);
  await writeFile(marker, digest);
}

/** The versions that were installed, by package. */
export async function versionsOfPeers(): Promise<Record<string, string>> {
  const { dependencies } = JSON.parse(await readFile(join(PEERS, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  return dependencies;
}
