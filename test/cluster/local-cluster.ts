import { becomesTrue } from '../../tools/processes/becomes-true.js';
import { freePort } from '../../tools/processes/free-port.js';
import type { LocalRedis } from '../../tools/redis-server/local-redis.js';
import type { StartRedis } from '../support/redis.js';

const SLOTS = 16_384;
const FORMED_WITHIN_MS = 15_000;

export interface LocalCluster {
  masters: LocalRedis[];
  /** Of the first master. */
  replica: LocalRedis;
}

/** Three masters and a replica of the first, all on loopback, as one cluster. */
export async function startCluster(start: StartRedis): Promise<LocalCluster> {
  const nodes: LocalRedis[] = [];
  const busPorts: string[] = [];
  for (let each = 0; each < 4; each += 1) {
    const busPort = String(await freePort());
    const settings = ['--cluster-node-timeout', '1500', '--cluster-require-full-coverage', 'no'];
    nodes.push(await start({ args: ['--cluster-enabled', 'yes', '--cluster-port', busPort, ...settings] }));
    busPorts.push(busPort);
  }
  const [replica, ...masters] = nodes.reverse() as [LocalRedis, ...LocalRedis[]];
  const [replicaBusPort = '', ...masterBusPorts] = busPorts.reverse();
  for (const [index, master] of masters.entries()) {
    const from = Math.floor((SLOTS * index) / masters.length);
    const to = Math.floor((SLOTS * (index + 1)) / masters.length) - 1;
    await master.command('CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1));
    await master.command('CLUSTER', 'ADDSLOTSRANGE', String(from), String(to));
  }
  const [first] = masters;
  if (first === undefined) throw new Error('a cluster has masters');
  for (const [node, busPort] of [
    ...masters.map((master, index) => [master, masterBusPorts[index] ?? ''] as const),
    [replica, replicaBusPort] as const,
  ]) {
    await first.command('CLUSTER', 'MEET', '127.0.0.1', String(node.port), busPort);
  }
  await until('the nodes know each other', async () => {
    const known = await Promise.all(nodes.map((node) => node.command('CLUSTER', 'NODES')));
    return known.every((text) => String(text).trim().split('\n').length === nodes.length);
  });
  await replica.command('CLUSTER', 'REPLICATE', String(await first.command('CLUSTER', 'MYID')));
  await until('the cluster serves', async () => {
    const states = await Promise.all(nodes.map((node) => node.command('CLUSTER', 'INFO')));
    const link = String(await replica.command('INFO', 'replication'));
    return states.every((text) => String(text).includes('cluster_state:ok')) && link.includes('master_link_status:up');
  });
  return { masters, replica };
}

async function until(what: string, check: () => Promise<boolean>): Promise<void> {
  if (!(await becomesTrue(check, FORMED_WITHIN_MS))) throw new Error(`not within 15 s: ${what}`);
}
