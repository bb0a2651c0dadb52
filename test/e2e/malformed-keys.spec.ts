import { people } from '../../tools/emulator/index.js';
import type { LocalRedis } from '../../tools/redis-server/local-redis.js';
import { type Browser, JSON_ONLY } from '../support/browser.js';
import { describeWithRedis } from '../support/redis.js';
import { startService, type TestService } from '../support/service.js';

const LIFETIME_SECONDS = 1200;

describeWithRedis('what somebody else left in Redis under keys of ours', (startRedis) => {
  let redis: LocalRedis;
  let service: TestService;
  let adele: Browser;

  beforeAll(async () => {
    redis = await startRedis();
    const env = { REDIS_URL: redis.url, SESSION_SECRET: 'a-session-secret-of-the-tests-0123456789' };
    service = await startService({ env, emulator: { accessTokenLifetimeSeconds: LIFETIME_SECONDS } });
  });
  afterAll(() => service.close());
  beforeEach(async () => {
    await redis.command('FLUSHALL');
    adele = service.browser();
    await adele.signIn(people.ordinary);
  });

  const keys = async (kind: RegExp) =>
    ((await redis.command('KEYS', '*')) as Buffer[]).map(String).filter((key) => kind.test(key));

  /** Everybody can sign in, is served, and is found when all sessions are ended. */
  async function expectAllIsWell(): Promise<void> {
    const [laptop, phone] = [service.browser(), service.browser()];
    for (const browser of [laptop, phone]) {
      expect((await browser.signIn(people.ordinary)).headers.get('location')).toBe('/');
      expect((await browser.get('/profile', { accept: JSON_ONLY })).status).toBe(200);
    }
    const headers = { cookie: await laptop.cookieHeader(), 'content-type': 'application/json' };
    const ended = await fetch(`${service.url}/logout`, {
      method: 'POST',
      headers: { ...headers, accept: JSON_ONLY },
      body: '{"everywhere":true}',
    });
    expect(ended.status).toBe(200);
    expect([await laptop.isSignedIn(), await phone.isSignedIn()]).toEqual([false, false]);
  }

  describe.each<[string, (key: string) => string[]]>([
    ['a list', (key) => ['RPUSH', key, 'a']],
    ['a hash', (key) => ['HSET', key, 'a', 'b']],
    ['a sorted set of something else', (key) => ['ZADD', key, '9e15', 'a b c', '9e15', '']],
    ['nothing but a string', (key) => ['SET', key, '']],
    ['some text', (key) => ['SET', key, 'plain text of somebody else']],
    ['a record that was cut short', (key) => ['SET', key, '\u0002\u0000\u0000\u0000\u0001']],
    ['an index of version 1 that was cut short', (key) => ['SET', key, '\u0003\u0000\u0000']],
  ])('%s', (_what, spoiling) => {
    const spoil = async (all: readonly string[]) => {
      expect(all).not.toEqual([]);
      for (const key of all) {
        await redis.command('DEL', key);
        await redis.command(...spoiling(key));
      }
    };

    it('as a session is none: its person signs in again', async () => {
      await spoil(await keys(/^session:/));
      expect(await adele.isSignedIn()).toBe(false);
      expect((await adele.get('/profile', { accept: JSON_ONLY })).status).toBe(401);
      expect((await adele.signIn(people.ordinary)).headers.get('location')).toBe('/');
      expect((await adele.get('/profile', { accept: JSON_ONLY })).status).toBe(200);
    });

    it('as tokens is none: its person signs in again', async () => {
      await spoil(await keys(/^tokens:/));
      expect(await adele.isSignedIn()).toBe(true);
      expect((await adele.get('/profile', { accept: JSON_ONLY })).status).toBe(401);
      expect((await adele.signIn(people.ordinary)).headers.get('location')).toBe('/');
      expect((await adele.get('/profile', { accept: JSON_ONLY })).status).toBe(200);
    });

    it('as an index keeps nobody out, and is an index again', async () => {
      const indexes = await keys(/^(users|sids):/);
      const former = indexes.map((key) => key.replace('s:', ':'));
      await spoil([...indexes, ...former]);
      await expectAllIsWell();
    });

    it('as a lease, which would have ended, keeps nobody from a new access token', async () => {
      const [session = ''] = await keys(/^session:/);
      await spoil([session.replace('session', 'lease')]);
      service.clock.advance(LIFETIME_SECONDS * 1000 + 1000);
      expect((await adele.get('/profile', { accept: JSON_ONLY })).status).toBe(200);
    });
  });
});
