import { people } from '../../tools/emulator/index.js';
import type { LocalRedis } from '../../tools/redis-server/local-redis.js';
import { JSON_ONLY } from '../support/browser.js';
import { useService } from '../support/describe-service.js';
import { describeWithRedis } from '../support/redis.js';

const LIFETIME_SECONDS = 1200;

describeWithRedis('what somebody else left in Redis under keys of ours', (startRedis) => {
  let redis: LocalRedis;
  const {
    service,
    clock,
    browser: adele,
  } = useService(async () => {
    redis = await startRedis();
    const env = { REDIS_URL: redis.url, SESSION_SECRET: 'a-session-secret-of-the-tests-0123456789' };
    return { env, emulator: { accessTokenLifetimeSeconds: LIFETIME_SECONDS } };
  });

  beforeEach(async () => {
    await redis.command('FLUSHALL');
    await adele.signedIn();
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
    const cookie = await laptop.cookieHeader();
    const ended = await laptop.post('/logout', { accept: JSON_ONLY, json: { everywhere: true } });
    expect(ended.status).toBe(200);
    expect((await laptop.json('/session', { headers: { cookie } })).body).toEqual({ signedIn: false });
    expect(await phone.isSignedIn()).toBe(false);
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
      clock.advance(LIFETIME_SECONDS * 1000 + 1000);
      expect((await adele.get('/profile', { accept: JSON_ONLY })).status).toBe(200);
    });
  });
});
