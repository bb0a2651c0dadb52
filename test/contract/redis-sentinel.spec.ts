import { randomUUID } from 'node:crypto';
import { becomesTrue } from '../../tools/processes/becomes-true.js';
import { freePort } from '../../tools/processes/free-port.js';
import type { LocalRedis } from '../../tools/redis-server/local-redis.js';
import { JSON_ONLY } from '../support/browser.js';
import { type LocalSentinel, startSentinel } from '../support/local-sentinel.js';
import { recordLog } from '../support/recorded-log.js';
import { redisStore } from '../support/redis-store.js';
import { describeWithRedis } from '../support/redis.js';
import { startService } from '../support/service.js';

const MASTER = 'the-master';
const PASSWORD = 'of-redis';
const FAIL_OVER_MS = 15_000;

describeWithRedis('Redis behind sentinels', (start) => {
  let master: LocalRedis;
  let replica: LocalRedis;
  let sentinel: LocalSentinel;
  /** The first address is of a sentinel that is gone. */
  let url: string;

  beforeAll(async () => {
    const args = ['--masterauth', PASSWORD, '--repl-diskless-sync-delay', '0'];
    master = await start({ password: PASSWORD, args });
    replica = await start({
      password: PASSWORD,
      args: [...args, '--replicaof', '127.0.0.1', String(master.port)],
    });
    const isLinked = async () => String(await replica.command('INFO', 'replication')).includes('master_link_status:up');
    expect(await becomesTrue(isLinked, FAIL_OVER_MS)).toBe(true);
    sentinel = await startSentinel(MASTER, master, { master: PASSWORD });
    url = `redis://:${PASSWORD}@127.0.0.1:${await freePort()},127.0.0.1:${sentinel.port}`;
  }, 2 * FAIL_OVER_MS);
  afterAll(() => sentinel.close());

  it('the master is found by its name, in the database that is named', async () => {
    const store = redisStore(`redis://:${PASSWORD}@127.0.0.1:${sentinel.port}/3`, { sentinelMaster: MASTER });
    try {
      await store.put('session:{a}', 'value', Date.now() + 60_000);
      expect(String(await master.command('INFO', 'keyspace'))).toContain('db3:keys=1');
    } finally {
      await store.close();
    }
  });

  it('a sentinel that asks for the same password is given it', async () => {
    const locked = await startSentinel(MASTER, master, { master: PASSWORD, sentinel: PASSWORD });
    const store = redisStore(`redis://:${PASSWORD}@127.0.0.1:${locked.port}`, { sentinelMaster: MASTER });
    try {
      await store.ping();
    } finally {
      await store.close();
      await locked.close();
    }
  });

  it.each([
    ['none that answers', () => freePort(), MASTER],
    ['none that knows the name', () => Promise.resolve(sentinel.port), 'another-master'],
  ])('with %s calls fail in time, and the log says what to look at', async (_what, port, sentinelMaster) => {
    const log = recordLog();
    const address = `redis://:${PASSWORD}@127.0.0.1:${await port()}`;
    const store = redisStore(address, { sentinelMaster, timeoutMs: 400, log });
    try {
      await expect(store.ping()).rejects.toMatchObject({ reason: 'OFFLINE' });
      expect(log.lines()).toEqual([
        expect.objectContaining({ level: 'error', msg: expect.stringContaining('REDIS_SENTINEL_MASTER') as string }),
      ]);
      expect(log.text()).not.toContain(PASSWORD);
    } finally {
      await store.close();
    }
  });

  // Last: it leaves another master.
  it(
    'a service goes on with the replica that was promoted, and its people are signed in',
    async () => {
      const service = await startService({
        env: { REDIS_URL: url, REDIS_SENTINEL_MASTER: MASTER, SESSION_SECRET: randomUUID() + randomUUID() },
      });
      try {
        const [adele, grace] = [service.browser(), service.browser()];
        expect(await becomesTrue(async () => (await adele.get('/readyz')).status === 200, 3000)).toBe(true);
        expect((await adele.signIn()).status).toBe(302);
        expect(Number(await master.command('WAIT', '1', '2000'))).toBe(1);
        await master.kill();
        const isServed = async () => (await adele.get('/profile', { accept: JSON_ONLY })).status === 200;
        expect(await isServed()).toBe(false);
        expect(await becomesTrue(isServed, FAIL_OVER_MS)).toBe(true);
        expect((await grace.signIn()).status).toBe(302);
        expect(await grace.isSignedIn()).toBe(true);
        expect(String(await replica.command('INFO', 'replication'))).toContain('role:master');
      } finally {
        await service.close();
      }
    },
    2 * FAIL_OVER_MS,
  );
});
