import { readFile } from 'node:fs/promises';
import { arch, availableParallelism, cpus, platform, release, totalmem } from 'node:os';

/** What was measured on, and with what. */
export interface Machine {
  /** In one line. */
  readonly description: string;
  /** By package, and `Node` and `Redis`. */
  readonly versions: Readonly<Record<string, string>>;
}

/** The packages of this project that the rows are made of. */
const OURS = ['@nestjs/core', '@nestjs/platform-express', 'axios', 'ioredis', 'undici'];

/** @param redisVersion - of the server */
export async function describeMachine(redisVersion: string): Promise<Machine> {
  const { dependencies } = JSON.parse(await readFile('package.json', 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  const processor = cpus()[0]?.model.trim() ?? 'an unknown processor';
  return {
    description: `${processor}, ${availableParallelism()} cores, ${gigabytes} GiB, ${platform()} ${release()} (${arch()})`,
    versions: {
      Node: process.versions.node,
      Redis: redisVersion,
      ...Object.fromEntries(OURS.map((name) => [name, dependencies[name] ?? 'unknown'])),
    },
  };
}

/** Day, machine and versions, as two paragraphs. @param measuredAt - ISO 8601 */
export function renderMachine(measuredAt: string, { description, versions }: Machine): string {
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `Measured ${measuredAt.slice(0, 10)} on ${description}.\n\n${named.join(' · ')}.`;
}
