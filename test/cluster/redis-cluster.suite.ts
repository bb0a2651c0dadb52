import { randomUUID } from 'node:crypto';
import { RedisRecordStore } from '../../src/store/redis/redis-record-store.js';
import { becomesTrue } from '../../tools/processes/becomes-true.js';
import type { LocalRedis } from '../../tools/redis-server/local-redis.js';
import { recordStoreContract } from '../contract/record-store.contract.js';
import { JSON_ONLY } from '../support/browser.js';
import { redisStore } from '../support/redis-store.js';
import { describeWithRedis } from '../support/redis.js';
import { startService } from '../support/service.js';
import { type LocalCluster, startCluster } from './local-cluster.js';

describeWithRedis('a Redis cluster', (start) => {
  let cluster: LocalCluster;

  beforeAll(async () => {
    cluster = await startCluster(start);
  });

  const anyNode = () => cluster.masters[Math.floor(Math.random() * 3)] as LocalRedis;
  const keysOn = async (node: LocalRedis) => Number(await node.command('DBSIZE'));

  recordStoreContract('RedisRecordStore on a cluster', (clock) => {
    const store = redisStore(anyNode().url, { clock, cluster: true });
    return Promise.resolve({ store, close: () => store.close() });
  });

  describe('RedisRecordStore', () => {
    let store: RedisRecordStore;
    beforeAll(() => {
      store = redisStore(anyNode().url, { cluster: true });
    });
    afterAll(() => store.close());

    it('spreads sessions over all nodes, and takes keys of many at once', async () => {
      const ends = Date.now() + 60_000;
      const keys = Array.from({ length: 60 }, (_unused, each) => `spread:{${each}}`);
      await Promise.all(keys.map((key) => store.put(key, 'value', ends)));
      for (const master of cluster.masters) expect(await keysOn(master)).toBeGreaterThan(5);
      expect(await store.count('spread:')).toBe(60);
      await store.extend(keys, ends + 60_000);
      expect((await store.get('spread:{7}'))?.expiresAtMs).toBe(ends + 60_000);
      await store.delete(keys.slice(10));
      expect(await store.count('spread:')).toBe(10);
    });

    it('follows a slot that moves to another node', async () => {
      const [from, to] = cluster.masters as [LocalRedis, LocalRedis];
      const [slot, key] = await keyOn(from);
      const ids = await Promise.all([from, to].map(async (node) => String(await node.command('CLUSTER', 'MYID'))));
      for (const node of cluster.masters) await node.command('CLUSTER', 'SETSLOT', slot, 'NODE', String(ids[1]));
      const ends = Date.now() + 60_000;
      await store.put(key, 'value', ends);
      expect((await store.get(key))?.value).toBe('value');
      expect(await store.replace(key, 'new', 1)).toBe(true);
      expect(await to.command('EXISTS', key)).toBe(1);
      await store.delete([key]);
      for (const node of cluster.masters) await node.command('CLUSTER', 'SETSLOT', slot, 'NODE', String(ids[0]));
    });
  });

  it('carries a service: sign-in, profile, sign-out here and everywhere', async () => {
    const env = {
      REDIS_URL: anyNode().url,
      REDIS_CLUSTER: 'true',
      SESSION_SECRET: randomUUID() + randomUUID(),
    };
    const service = await startService({ env });
    try {
      const [laptop, phone] = [service.browser(), service.browser()];
      for (const browser of [laptop, phone]) {
        expect((await browser.signIn()).status).toBe(302);
        expect((await browser.get('/profile', { accept: JSON_ONLY })).status).toBe(200);
      }
      expect(await becomesTrue(async () => (await laptop.get('/readyz')).status === 200, 3000)).toBe(true);
      await laptop.post('/logout', { accept: JSON_ONLY });
      expect([await laptop.isSignedIn(), await phone.isSignedIn()]).toEqual([false, true]);
      const sid = service.emulator.sessions.at(-1)?.sid ?? '';
      expect((await fetch(`${service.url}/logout/frontchannel?sid=${sid}`)).status).toBe(200);
      expect(await phone.isSignedIn()).toBe(false);
    } finally {
      await service.close();
    }
  });

  // Last: it leaves another first master.
  it('goes on without a node that hangs, and with its replica once that was promoted', async () => {
    const store = redisStore(anyNode().url, { cluster: true, timeoutMs: 1000 });
    const [first, second] = cluster.masters as [LocalRedis, LocalRedis];
    const [, there] = await keyOn(first);
    const [, elsewhere] = await keyOn(second);
    const ends = Date.now() + 60_000;
    for (const key of [there, elsewhere]) await store.put(key, 'value', ends);
    await first.command('WAIT', '1', '1000');
    first.freeze();
    try {
      const startedAt = performance.now();
      await expect(store.get(there)).rejects.toMatchObject({ reason: 'TIMEOUT' });
      expect((await store.get(elsewhere))?.value).toBe('value');
      expect(performance.now() - startedAt).toBeLessThan(2000);
      const isBack = () =>
        store.get(there).then(
          (record) => record?.value === 'value',
          () => false,
        );
      expect(await becomesTrue(isBack, 15_000)).toBe(true);
      expect(await store.replace(there, 'new', 1)).toBe(true);
    } finally {
      first.thaw();
      await store.close();
    }
  });

  /** A slot of that node, and a key in it. */
  async function keyOn(node: LocalRedis): Promise<[slot: string, key: string]> {
    for (;;) {
      const key = `session:{${randomUUID()}}`;
      const slot = String(await node.command('CLUSTER', 'KEYSLOT', key));
      const served = await node.command('GET', key).then(
        () => true,
        () => false,
      );
      if (served) return [slot, key];
    }
  }
});
