import { RedisRecordStore } from '../../src/store/redis/redis-record-store.js';
import type { LocalRedis } from '../../tools/redis-server/local-redis.js';
import { recordLog, type RecordedLog } from '../support/recorded-log.js';
import { redisStore } from '../support/redis-store.js';
import { describeWithRedis } from '../support/redis.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const TIMEOUT_MS = 400;
/** Timers and a busy machine on top of the timeout. */
const SOON_MS = TIMEOUT_MS + 300;
const RECOVERY_MS = 4000;
const KEY = 'session:{outage}';
const INDEX = 'users:outage';

describeWithRedis('RedisRecordStore on bad days', (start) => {
  let redis: LocalRedis;
  let proxy: TcpProxy;
  let log: RecordedLog;
  let store: RedisRecordStore;
  const stores: RedisRecordStore[] = [];

  /** A store of its own, which is closed after the test. */
  const open = (url: string) => {
    const opened = redisStore(url, { timeoutMs: TIMEOUT_MS, log });
    stores.push(opened);
    return opened;
  };
  const inAnHour = () => Date.now() + 3_600_000;
  const throughProxy = () => `redis://127.0.0.1:${proxy.port}`;

  beforeAll(async () => {
    redis = await start({ args: ['--appendonly', 'yes', '--appendfsync', 'always'] });
    proxy = await TcpProxy.start(redis.port);
  });
  beforeEach(async () => {
    log = recordLog();
    store = open(throughProxy());
    await recovery(() => store.put(KEY, 'value', inAnHour()));
  });
  afterEach(() => Promise.all(stores.splice(0).map((each) => each.close())));
  afterAll(() => proxy.close());

  /** How a call fails, and that it does in time. */
  async function failure(call: Promise<unknown>): Promise<string> {
    const startedAt = performance.now();
    const code = await call.then(
      () => 'none',
      (error: { reason: string }) => error.reason,
    );
    expect(performance.now() - startedAt).toBeLessThan(SOON_MS);
    return code;
  }

  /** Waits until it works again, which it must without anybody's help. */
  async function recovery(call: () => Promise<unknown>): Promise<void> {
    const startedAt = performance.now();
    for (;;) {
      try {
        return void (await call());
      } catch (error) {
        if (performance.now() - startedAt > RECOVERY_MS) throw error;
        await pass(50);
      }
    }
  }

  const pass = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const value = async () => (await store.get(KEY))?.value;
  const messages = () => log.lines().map(({ msg }) => msg);

  it('a connection that is cut is made again before anybody notices', async () => {
    proxy.cut();
    expect(await value()).toBe('value');
    proxy.cut();
    await pass(20);
    expect(await store.replace(KEY, 'new', 1)).toBe(true);
  });

  it('every call fails in time while Redis is gone, at once after a second, and works when it is back', async () => {
    await redis.kill();
    try {
      expect(await failure(store.get(KEY))).toMatch(/OFFLINE|CLOSED|ECONN/);
      const calls: (() => Promise<unknown>)[] = [
        () => store.get(KEY),
        () => store.put(KEY, 'lost', inAnHour()),
        () => store.replace(KEY, 'lost', 1),
        () => store.extend([KEY], inAnHour()),
        () => store.delete([KEY]),
        () => store.holdLease(KEY, 'owner', 1000),
        () => store.releaseLease(KEY, 'owner'),
        () => store.addToIndex(KEY, 'member', inAnHour(), 2),
        () => store.readIndex(KEY),
        () => store.readFormerIndex(KEY),
        () => store.removeFromIndex(KEY, 'member'),
        () => store.count('session:'),
        () => store.ping(),
      ];
      for (const call of calls) expect(await failure(call())).toBe('OFFLINE');
      await pass(1000);
      const startedAt = performance.now();
      await Promise.all(Array.from({ length: 100 }, () => failure(store.get(KEY))));
      expect(performance.now() - startedAt).toBeLessThan(TIMEOUT_MS);
    } finally {
      await redis.restart();
    }
    await recovery(() => store.ping());
    expect(await value()).toBe('value');
    expect(messages()).toEqual([
      'the session store answers',
      'the session store can not be reached',
      'the session store answers',
    ]);
  });

  it('works as soon as Redis is there, when it was not at the start', async () => {
    await redis.stop();
    const early = open(redis.url);
    expect(await failure(early.get(KEY))).toBe('OFFLINE');
    await redis.restart();
    await recovery(async () => expect((await early.get(KEY))?.value).toBe('value'));
  });

  it('calls to a Redis that hangs fail in time, and work when it goes on', async () => {
    redis.freeze();
    try {
      expect(await failure(store.get(KEY))).toBe('TIMEOUT');
      expect(await failure(store.put(KEY, 'lost', inAnHour()))).toBe('OFFLINE');
      // Longer than an attempt to connect takes: it hangs, too, and is given up.
      await pass(2 * TIMEOUT_MS);
      expect(await failure(store.ping())).toBe('OFFLINE');
    } finally {
      redis.thaw();
    }
    await recovery(() => store.ping());
    expect(await value()).toBe('value');
  });

  it('calls to a Redis that is slow fail in time, and work when it is fast', async () => {
    proxy.delayMs = TIMEOUT_MS + 100;
    try {
      expect(await failure(store.get(KEY))).toBe('TIMEOUT');
      // Nothing was heard for so long that the connection is given up: this is never sent.
      expect(await failure(store.replace(KEY, 'new', 1))).toBe('OFFLINE');
    } finally {
      proxy.delayMs = 0;
    }
    await recovery(() => store.ping());
    expect(await value()).toBe('value');
  });

  it.each([0, 1, 5])('a write that is cut off after %d bytes of its answer rejects', async (bytes) => {
    const before = await calls('set');
    proxy.cutNextAnswerAfter(bytes);
    expect(await failure(store.put(KEY, 'cut', inAnHour()))).toBe(bytes === 5 ? 'none' : 'CLOSED');
    expect(await value()).toBe('cut');
    expect((await calls('set')) - before).toBe(1);
  });

  it('a read that is cut off is made once more', async () => {
    const before = await calls('get');
    proxy.cutNextAnswerAfter(3);
    expect(await value()).toBe('value');
    // The third is how a new connection proves that it can be read from.
    expect((await calls('get')) - before).toBe(3);
  });

  it('a Redis that is full refuses writes, and reads and removals go on', async () => {
    await store.put('session:{another}', 'value', inAnHour());
    await store.addToIndex(INDEX, 'member', inAnHour(), 2);
    await redis.command('CONFIG', 'SET', 'maxmemory', '1');
    try {
      expect(await failure(store.put(KEY, 'lost', inAnHour()))).toBe('OOM');
      expect(await failure(store.replace(KEY, 'lost', 1))).toBe('OOM');
      expect(await failure(store.extend([KEY], inAnHour()))).toBe('OOM');
      expect(await failure(store.holdLease('lease:{outage}', 'owner', 1000))).toBe('OOM');
      expect(await failure(store.addToIndex(INDEX, 'lost', inAnHour(), 2))).toBe('OOM');
      expect(await value()).toBe('value');
      expect(await store.readIndex(INDEX)).toEqual(['member']);
      // What makes room is taken.
      await store.removeFromIndex(INDEX, 'member');
      expect(await store.readIndex(INDEX)).toEqual([]);
      expect(await store.delete(['session:{another}'])).toBe(1);
    } finally {
      await redis.command('CONFIG', 'SET', 'maxmemory', '0');
    }
    expect(await store.replace(KEY, 'new', 1)).toBe(true);
    expect(messages()).toEqual(['the session store answers']);
  });

  it('a Redis that became a replica refuses writes, reads go on, and it heals when it is promoted', async () => {
    await redis.command('REPLICAOF', '127.0.0.1', '1');
    try {
      for (let round = 0; round < 3; round += 1) {
        expect(await failure(store.put(KEY, 'lost', inAnHour()))).toBe('READONLY');
        expect(await value()).toBe('value');
      }
    } finally {
      await redis.command('REPLICAOF', 'NO', 'ONE');
    }
    await store.put(KEY, 'new', inAnHour());
    expect(messages()).toEqual([
      'the session store answers',
      'the session store is a read-only replica: connecting anew until it takes writes',
      'the session store takes writes',
    ]);
  });

  it('follows the address to the new primary after a fail-over', async () => {
    const promoted = await start();
    await redis.command('REPLICAOF', '127.0.0.1', String(promoted.port));
    proxy.target = promoted.port;
    try {
      expect(await failure(store.put(KEY, 'new', inAnHour()))).toBe('READONLY');
      await recovery(() => store.put(KEY, 'new', inAnHour()));
      expect(await promoted.command('EXISTS', KEY)).toBe(1);
    } finally {
      proxy.target = redis.port;
      await redis.command('REPLICAOF', 'NO', 'ONE');
    }
  });

  it('a wrong password is told once, without it, and the right one is enough', async () => {
    const locked = await start({ password: 'the-right-password' });
    const url = `redis://:the-wrong-password@127.0.0.1:${locked.port}`;
    const outside = open(url);
    expect(await failure(outside.ping())).toBe('OFFLINE');
    await pass(500);
    const refusals = log.lines().filter(({ store: told }) => told === `127.0.0.1:${locked.port}`);
    expect(refusals).toMatchObject([
      { level: 'error', reason: 'WRONGPASS', msg: expect.stringContaining('REDIS_URL') as string },
    ]);
    expect(log.text()).not.toMatch(/the-(wrong|right)-password/);
    await locked.command('CONFIG', 'SET', 'requirepass', 'the-wrong-password');
    await recovery(() => outside.ping());
  });

  it('no password where one is needed is told, too', async () => {
    const locked = await start({ password: 'the-right-password' });
    expect(await failure(open(`redis://127.0.0.1:${locked.port}`).ping())).toBe('OFFLINE');
    expect(log.lines()).toContainEqual(expect.objectContaining({ reason: 'NOAUTH' }));
  });

  it('a node of a cluster that serves nothing is not there', async () => {
    const node = await start({ args: ['--cluster-enabled', 'yes'] });
    expect(await failure(open(node.url).ping())).toBe('OFFLINE');
    expect(log.lines()).toContainEqual(expect.objectContaining({ reason: 'CLUSTERDOWN' }));
  });

  it('a certificate that nobody vouches for is refused', async () => {
    const strange = await start({ tls: true });
    expect(await failure(open(strange.url).ping())).toBe('OFFLINE');
    expect(log.lines()).toContainEqual(
      expect.objectContaining({ msg: expect.stringContaining('NODE_EXTRA_CA_CERTS') as string }),
    );
    expect(await strange.info('total_commands_processed')).toBeLessThan(10);
  });

  describe('closing', () => {
    it('ends the connections, and calls that come later', async () => {
      const clients = await redis.info('connected_clients');
      await store.close();
      await pass(50);
      expect(await redis.info('connected_clients')).toBe(clients - 1);
      expect(await failure(store.get(KEY))).toBe('OFFLINE');
      await store.close();
    });

    it.each(['gone', 'frozen'])('does not wait for a Redis that is %s, nor do calls', async (what) => {
      if (what === 'gone') await redis.kill();
      else redis.freeze();
      try {
        const waiting = failure(store.get(KEY));
        const connecting = open(redis.url);
        await pass(20);
        const startedAt = performance.now();
        await Promise.all([store.close(), connecting.close()]);
        expect(await waiting).toMatch(/OFFLINE|CLOSED|ECONN/);
        expect(performance.now() - startedAt).toBeLessThan(100);
      } finally {
        redis.thaw();
        if (what === 'gone') await redis.restart();
      }
    });

    it('leaves no connection that gets through only afterwards', async () => {
      const clients = await redis.info('connected_clients');
      proxy.delayMs = 100;
      const connecting = open(throughProxy());
      await pass(10);
      await connecting.close();
      proxy.delayMs = 0;
      await pass(300);
      expect(await redis.info('connected_clients')).toBe(clients);
    });
  });

  /** How often Redis was given this command. */
  async function calls(command: string): Promise<number> {
    const text = String(await redis.command('INFO', 'commandstats'));
    return Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(text)?.[1] ?? 0);
  }
});
