import { createHmac, hkdfSync } from 'node:crypto';
import { people } from '../../tools/emulator/index.js';
import type { LocalRedis } from '../../tools/redis-server/local-redis.js';
import { JSON_ONLY } from '../support/browser.js';
import { describeWithRedis } from '../support/redis.js';
import { startService, type TestService } from '../support/service.js';

const SESSION_SECRET = 'a-session-secret-of-the-tests-0123456789';

/** What earlier versions left in Redis, byte by byte: a deployment must lose no session of theirs. */
describeWithRedis('sessions that an earlier version began', (startRedis) => {
  let redis: LocalRedis;
  let service: TestService;

  beforeAll(async () => {
    redis = await startRedis();
    service = await startService({ env: { REDIS_URL: redis.url, SESSION_SECRET } });
  });
  afterAll(() => service.close());

  const keyOf = (name: string, of: string) => {
    const secret = Buffer.from(hkdfSync('sha256', SESSION_SECRET, '', 'session index', 32));
    return `${name}:${createHmac('sha256', secret).update(`${name}:${of}`).digest('base64url')}`;
  };

  /** Version 1: a string of `3`, then for each member its end, its length and `reference userKey sidKey`. */
  const indexOfVersion1 = (members: readonly string[], ends: number): Buffer =>
    Buffer.concat([
      Buffer.of(3),
      ...members.flatMap((member) => {
        const head = Buffer.alloc(8);
        head.writeUIntBE(ends, 0, 6);
        head.writeUInt16BE(member.length, 6);
        return [head, Buffer.from(member)];
      }),
    ]);

  it.each(['by person', 'by Entra’s sid'])('are found in its indexes, and ended: %s', async (by) => {
    const [laptop, phone] = [service.browser(), service.browser()];
    await laptop.signIn(people.ordinary);
    const sid = service.emulator.sessions.at(-1)?.sid ?? '';
    const keys = ((await redis.command('KEYS', '*')) as Buffer[]).map(String);
    const reference = keys.find((key) => key.startsWith('session:'))?.slice('session:{'.length, -1) ?? '';
    for (const key of keys.filter((name) => /^(users|sids):/.test(name))) await redis.command('DEL', key);
    const userKey = keyOf('user', `${service.emulator.tenantId}|${people.ordinary.oid}`);
    const sidKey = keyOf('sid', sid);
    const index = indexOfVersion1([[reference, userKey, sidKey].join(' ')], Date.now() + 60_000);
    for (const key of [userKey, sidKey]) await redis.command('SET', key, index, 'PX', '60000');
    expect(await laptop.isSignedIn()).toBe(true);

    if (by === 'by person') {
      await phone.signIn(people.ordinary);
      const response = await fetch(`${service.url}/logout`, {
        method: 'POST',
        headers: {
          cookie: await phone.cookieHeader(),
          accept: JSON_ONLY,
          'content-type': 'application/json',
        },
        body: '{"everywhere":true}',
      });
      expect(response.status).toBe(200);
    } else {
      const notice = await service.browser().get(`/logout/frontchannel?sid=${encodeURIComponent(sid)}`);
      expect(notice.status).toBe(200);
    }
    expect(await laptop.isSignedIn()).toBe(false);
    await redis.command('FLUSHALL');
  });
});
