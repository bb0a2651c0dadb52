import { RedisRecordStore } from '../../src/store/redis/redis-record-store.js';
import type { LocalRedis } from '../../tools/redis-server/local-redis.js';
import { ManualClock } from '../support/manual-clock.js';
import { redisStore } from '../support/redis-store.js';
import { describeWithRedis } from '../support/redis.js';
import { recordStoreContract } from './record-store.contract.js';

describeWithRedis('RedisRecordStore', (start) => {
  let redis: LocalRedis;
  beforeAll(async () => {
    redis = await start({ password: 'a password: with @ # / %' });
  });

  recordStoreContract('RedisRecordStore', (clock) => {
    const store = redisStore(redis.url, { clock });
    return Promise.resolve({ store, close: () => store.close() });
  });

  describe('in Redis', () => {
    const KEY = 'session:{in-redis}';
    let clock: ManualClock;
    let store: RedisRecordStore;

    beforeEach(async () => {
      clock = new ManualClock(Date.now());
      store = redisStore(redis.url, { clock });
      await redis.command('FLUSHALL');
    });
    afterEach(() => store.close());

    const ttlMs = async (key: string) => Number(await redis.command('PTTL', key));

    it('a record is one string: the sealed bytes and eleven more', async () => {
      const sealed = Buffer.alloc(1000, 7);
      await store.put(KEY, sealed.toString('base64url'), clock.now() + 60_000);
      const bytes = (await redis.command('GET', KEY)) as Buffer;
      expect(bytes).toHaveLength(1011);
      expect(bytes.subarray(11)).toEqual(sealed);
    });

    it.each<[string, number, (ends: number) => Promise<unknown>]>([
      ['that was written', 60_000, (ends) => store.put(KEY, 'new', ends)],
      ['that was replaced', 60_000, () => store.replace(KEY, 'new', 1)],
      ['that was extended', 90_000, (ends) => store.extend([KEY], ends + 30_000)],
      ['that was shortened', 30_000, (ends) => store.extend([KEY], ends - 30_000)],
    ])('a record %s is removed by Redis when it ends', async (_what, expectedMs, change) => {
      const ends = clock.now() + 60_000;
      await store.put(KEY, 'value', ends);
      await change(ends);
      const left = await ttlMs(KEY);
      expect(left).toBeGreaterThan(expectedMs - 2000);
      expect(left).toBeLessThanOrEqual(expectedMs);
    });

    it('a lease that nobody gives back is removed', async () => {
      await store.holdLease(KEY, 'owner', 5000);
      expect(await ttlMs(KEY)).toBeGreaterThan(3000);
    });

    it('an index is removed with the member that ends last, whoever came or went', async () => {
      await store.addToIndex(KEY, 'soon', clock.now() + 30_000, 10);
      await store.addToIndex(KEY, 'late', clock.now() + 90_000, 10);
      await store.addToIndex(KEY, 'first', clock.now() + 10_000, 10);
      expect(await ttlMs(KEY)).toBeGreaterThan(88_000);
      await store.removeFromIndex(KEY, 'late');
      expect(await ttlMs(KEY)).toBeGreaterThan(28_000);
      expect(await ttlMs(KEY)).toBeLessThanOrEqual(30_000);
      await store.removeFromIndex(KEY, 'soon');
      await store.removeFromIndex(KEY, 'first');
      expect(await redis.command('EXISTS', KEY)).toBe(0);
    });

    it('an index takes no member that has ended', async () => {
      await store.addToIndex(KEY, 'ended', clock.now(), 10);
      expect(await redis.command('EXISTS', KEY)).toBe(0);
    });

    it('scripts are sent again when Redis has forgotten them', async () => {
      await store.put(KEY, 'one', clock.now() + 60_000);
      await store.replace(KEY, 'two', 1);
      await redis.command('SCRIPT', 'FLUSH');
      expect(await store.replace(KEY, 'three', 2)).toBe(true);
      expect((await store.get(KEY))?.value).toBe('three');
    });

    it('records are counted page by page, and letters that mean something in a pattern mean themselves', async () => {
      const ends = clock.now() + 60_000;
      const keys = Array.from({ length: 2500 }, (_unused, index) => `page:*?[a]\\^-${index}`);
      await Promise.all(keys.map((key) => store.put(key, 'value', ends)));
      for (const other of ['page:**?a\\^-', 'page:xy[a]\\^-', 'page:*?[a]^-']) await store.put(other, '', ends);
      expect(await store.count('page:*?[a]\\^-')).toBe(2500);
      expect(await store.count('page:')).toBe(2503);
      expect(await store.count('nobody:')).toBe(0);
    });

    it('what is no record of ours is none', async () => {
      await redis.command('SET', KEY, 'plain text of somebody else', 'PX', '60000');
      expect(await store.get(KEY)).toBeUndefined();
      expect(await store.replace(KEY, 'value', 1)).toBe(false);
      expect(await store.count(KEY)).toBe(0);
    });

    describe.each<[string, () => Promise<unknown>]>([
      ['a list', () => redis.command('RPUSH', KEY, 'a')],
      ['a hash', () => redis.command('HSET', KEY, 'a', 'b')],
      ['a string', () => redis.command('SET', KEY, 'plain text of somebody else')],
      ['an empty string', () => redis.command('SET', KEY, '')],
      ['a form that nobody knows', () => redis.command('SET', KEY, 'z'.repeat(40))],
      ['an index of version 1, cut short', () => redis.command('SET', KEY, '\u0003\u0000\u0000')],
    ])('where %s lies, which is not ours,', (_what, spoil) => {
      beforeEach(spoil);
      const inAMinute = () => clock.now() + 60_000;

      it('there is no record, and one is written over it', async () => {
        expect(await store.get(KEY)).toBeUndefined();
        expect(await store.replace(KEY, 'value', 1)).toBe(false);
        await store.extend([KEY], inAMinute());
        expect(await store.count(KEY)).toBe(0);
        await store.put(KEY, 'value', inAMinute());
        expect((await store.get(KEY))?.value).toBe('value');
      });

      it('there is no member, and one is added', async () => {
        expect(await store.readIndex(KEY)).toEqual([]);
        expect(await store.readFormerIndex(KEY)).toEqual([]);
        await store.removeFromIndex(KEY, 'member');
        await spoil();
        expect(await store.addToIndex(KEY, 'member', inAMinute(), 2)).toEqual([]);
        expect(await store.readIndex(KEY)).toEqual(['member']);
      });

      it('it is deleted as what should have been there', async () => {
        expect(await store.delete([KEY])).toBe(1);
        expect(await redis.command('EXISTS', KEY)).toBe(0);
      });
    });

    it.each<[string, string[]]>([
      ['a list', ['RPUSH', KEY, 'a']],
      ['a hash', ['HSET', KEY, 'a', 'b']],
    ])('where %s lies, there is no lease', async (_what, command) => {
      await redis.command(...command);
      await store.releaseLease(KEY, 'one');
      expect(await store.holdLease(KEY, 'one', 1000)).toBe(true);
      expect(await store.holdLease(KEY, 'two', 1000)).toBe(false);
    });

    it('where a string without an end lies, there is no lease', async () => {
      await redis.command('SET', KEY, 'an owner for ever');
      expect(await store.holdLease(KEY, 'one', 1000)).toBe(true);
      expect(await store.holdLease(KEY, 'two', 1000)).toBe(false);
    });

    it.each<[string, (of: RedisRecordStore) => Promise<unknown>]>([
      ['replaced', (of) => of.replace(KEY, 'new', 1)],
      ['extended', (of) => of.extend([KEY], clock.now() + 90_000)],
    ])('a record that may not be looked at can not be %s, and is never "not there"', async (_how, call) => {
      await store.put(KEY, 'old', clock.now() + 60_000);
      await redis.command('ACL', 'SETUSER', 'blind', 'reset', 'on', '>password', '~*', '+@all', '-getrange');
      const blind = redisStore(`redis://blind:password@127.0.0.1:${redis.port}`, { clock });
      try {
        await expect(call(blind)).rejects.toMatchObject({ name: 'RedisError', answered: true });
      } finally {
        await blind.close();
      }
    });

    it('a hash in the place of a record is none, and hides no other', async () => {
      await redis.command('HSET', KEY, 'a', 'b');
      await store.put('tokens:{in-redis}', 'value', clock.now() + 60_000);
      const found = await store.getAll([KEY, 'tokens:{in-redis}']);
      expect(found.map((record) => record?.value)).toEqual([undefined, 'value']);
    });

    it('a form that nobody knows is no record, though the rest is as ours', async () => {
      await store.put(KEY, 'value', clock.now() + 60_000);
      const bytes = (await redis.command('GET', KEY)) as Buffer;
      bytes.writeUInt8(9);
      await redis.command('SET', KEY, bytes, 'PX', '60000');
      expect(await store.get(KEY)).toBeUndefined();
      expect(await store.replace(KEY, 'new', 1)).toBe(false);
      await store.extend([KEY], clock.now() + 90_000);
      expect(await redis.command('GET', KEY)).toEqual(bytes);
    });

    it('a record that was cut short anywhere is none, or is no longer what was sealed', async () => {
      const sealed = Buffer.alloc(40, 7).toString('base64url');
      await store.put(KEY, sealed, clock.now() + 60_000);
      const bytes = (await redis.command('GET', KEY)) as Buffer;
      for (let length = 0; length < bytes.length; length += 1) {
        await redis.command('SET', KEY, bytes.subarray(0, length));
        expect((await store.get(KEY))?.value).not.toBe(sealed);
      }
    });

    it('an index of version 1 is read, cut short as it may be', async () => {
      const member = (name: string, ends: number) => {
        const head = Buffer.alloc(8);
        head.writeUIntBE(ends, 0, 6);
        head.writeUInt16BE(name.length, 6);
        return Buffer.concat([head, Buffer.from(name)]);
      };
      const inAMinute = clock.now() + 60_000;
      const index = Buffer.concat([
        Buffer.of(3),
        member('first user:a sid:b', inAMinute),
        member('ended', clock.now()),
        member('second', inAMinute),
      ]);
      await redis.command('SET', KEY, index);
      expect(await store.readFormerIndex(KEY)).toEqual(['first user:a sid:b', 'second']);
      for (let length = 0; length < index.length; length += 1) {
        await redis.command('SET', KEY, index.subarray(0, length));
        const found = await store.readFormerIndex(KEY);
        expect(['first user:a sid:b', 'second'].slice(0, found.length)).toEqual(found);
      }
    });

    it.each(['+inf', '1e300', '1e18', '12345.5'])(
      'an index with a member that ends at %s takes others',
      async (score) => {
        await redis.command('ZADD', KEY, score, 'a'.repeat(43));
        expect(await store.addToIndex(KEY, 'member', clock.now() + 60_000, 5)).toEqual([]);
        expect(await store.readIndex(KEY)).toContain('member');
      },
    );

    it('an index of 128 references is compact: 56 bytes a member', async () => {
      for (let each = 0; each < 128; each += 1) {
        await store.addToIndex(KEY, `${each}`.padStart(43, 'r'), clock.now() + 60_000 + each, 128);
      }
      expect(String(await redis.command('OBJECT', 'ENCODING', KEY))).toBe('listpack');
      expect(Number(await redis.command('MEMORY', 'USAGE', KEY)) / 128).toBeLessThan(64);
    });

    it.each([
      ['with few rights', '+mget'],
      ['with the rights that were enough for version 1', '-mget'],
    ])('a user %s is enough', async (_which, right) => {
      const commands =
        'get set del getrange setrange pexpire scan evalsha eval type zadd zrem zcard zrange zrangebyscore zremrangebyscore pttl';
      const rights = [...commands.split(' ').map((command) => `+${command}`), right];
      await redis.command('ACL', 'SETUSER', 'app', 'reset', 'on', '>app/password', '~session:*', ...rights);
      const url = new URL(redis.url);
      url.username = 'app';
      url.password = encodeURIComponent('app/password');
      const asUser = redisStore(url.href, { clock });
      try {
        expect(await asUser.add(KEY, 'one', clock.now() + 60_000)).toBe(true);
        expect(await asUser.replace(KEY, 'two', 1)).toBe(true);
        expect((await asUser.getAll([KEY])).map((record) => record?.value)).toEqual(['two']);
        await asUser.extend([KEY], clock.now() + 90_000);
        expect(await asUser.count('session:')).toBe(1);
        await asUser.delete([KEY]);
        await asUser.addToIndex(KEY, 'member', clock.now() + 60_000, 2);
        expect(await asUser.readIndex(KEY)).toEqual(['member']);
        await asUser.removeFromIndex(KEY, 'member');
        await asUser.holdLease(KEY, 'owner', 1000);
        await asUser.releaseLease(KEY, 'owner');
        await asUser.ping();
        for (const refused of [asUser.get('elsewhere'), asUser.getAll(['elsewhere'])]) {
          await expect(refused).rejects.toMatchObject({ reason: 'NOPERM' });
        }
      } finally {
        await asUser.close();
      }
    });

    it('the database is the one of REDIS_URL', async () => {
      const third = redisStore(`${redis.url}/3`, { clock });
      await third.put(KEY, 'value', clock.now() + 60_000);
      expect(await store.get(KEY)).toBeUndefined();
      expect((await third.get(KEY))?.value).toBe('value');
      expect(String(await redis.command('INFO', 'keyspace'))).toContain('db3:keys=1');
      await third.close();
    });
  });
});
