import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findRedisServer } from '../../tools/redis-server/find-redis-server.js';
import type { LocalRedis } from '../../tools/redis-server/local-redis.js';
import { endProcess, startRedisProcess } from '../../tools/redis-server/redis-process.js';
import { freePort } from '../../tools/processes/free-port.js';

export interface LocalSentinel {
  port: number;
  close: () => Promise<void>;
}

/** A sentinel that decides alone, half a second after the master was last heard of. */
export async function startSentinel(
  name: string,
  master: LocalRedis,
  passwords: { master?: string; sentinel?: string } = {},
): Promise<LocalSentinel> {
  const folder = await mkdtemp(join(tmpdir(), 'local-sentinel-'));
  const port = await freePort();
  const file = join(folder, 'sentinel.conf');
  const settings = [
    'bind 127.0.0.1',
    `port ${port}`,
    `dir ${folder}`,
    `sentinel monitor ${name} 127.0.0.1 ${master.port} 1`,
    `sentinel down-after-milliseconds ${name} 500`,
    `sentinel failover-timeout ${name} 3000`,
    ...(passwords.master === undefined ? [] : [`sentinel auth-pass ${name} ${passwords.master}`]),
    ...(passwords.sentinel === undefined ? [] : [`requirepass ${passwords.sentinel}`]),
  ];
  await writeFile(file, `${settings.join('\n')}\n`);
  const child = await startRedisProcess(findRedisServer() ?? '', [file, '--sentinel']);
  const close = async () => {
    await endProcess(child, 'SIGKILL');
    await rm(folder, { recursive: true, force: true });
  };
  return { port, close };
}
