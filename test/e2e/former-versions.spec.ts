import { createHmac, hkdfSync } from 'node:crypto';
import { people } from '../../tools/emulator/index.js';
import type { LocalRedis } from '../../tools/redis-server/local-redis.js';
import { JSON_ONLY } from '../support/browser.js';
import { useService } from '../support/describe-service.js';
import { describeWithRedis } from '../support/redis.js';

const SESSION_SECRET = 'a-session-secret-of-the-tests-0123456789';

/** Signed in at 2026-01-15T12:00Z, with the idle end an hour later; each with its head, as Redis has them. */
const RECORDS_OF_VERSION_1 = [
  [
    'session:{0Nf2dcaLowpBXREmj-Ko0ENPlBI_8oBwWW2msLhge8c}',
    'AgAAAAEBm8G9zIABw+u6BNmPSwPfzm2s8SUcvke3Od85hL1MfqgBBxfpmERWUyI4mukRE6/k1ym0Dn6LEv/IiOjONtzTJmcPQGJ/wNKCJ7sS' +
      '89F6sSXzwr95eaqAX+L+78deNTS6yCtXkSgMYheby5R3zxgOzoulO0Df/YBx/np/abWFVe78D1NjfwEv0Adj3HhRIBXjyA+Mx2efOHFscahb' +
      '8z6yDNUkwHXhgQ+Ia0R+WzGZOAXVsoo+S0TXsu5x5EEh6ODa3d+ZoFc3enU8tmzC1mINVwc2uEffw3qE5rwM9D0uo08ckff8YxpwPPsD2OJE' +
      'CHmxWlI=',
  ],
  [
    'tokens:{0Nf2dcaLowpBXREmj-Ko0ENPlBI_8oBwWW2msLhge8c}',
    'AgAAAAEBm8G9zIABm6VqExJWgdxWpGm8Hlwt/Px1GuWvrd9gabLOaJtSUCsGscTW6QL+I03le8Fr1n7OPtzBAqcuMkjcZJRM+R062hs6jL31' +
      'kr1m8Ift0u7HuZ9MalP3hAehgDBJpl+b0mOG78DWR/ySoKrmG8Sv33l133hVxX9caMx2rUUJeIc0+x6Wg310eXF8Vw23Qo1LuUFKy+175ryG' +
      'zxCCDmxhZa3L6YpMvGDCcps=',
  ],
] as const;
const COOKIE_OF_VERSION_1 = 'An-id-of-43-letters-that-nobody-else-has-01.MF0WFTIRrnrhcA9SAnSZei7n--Z57W0Cn_1Fl3oAiyI';

/** What earlier versions left in Redis, byte by byte: a deployment must lose no session of theirs. */
describeWithRedis('sessions that an earlier version began', (startRedis) => {
  let redis: LocalRedis;
  const shared = () => ({ env: { REDIS_URL: redis.url, SESSION_SECRET } });
  const { service, emulator } = useService(async () => {
    redis = await startRedis();
    return shared();
  });

  describe('are read from its records', () => {
    const { clock, browser } = useService(() => Promise.resolve({ ...shared(), at: service.emulator }));

    beforeAll(() => clock.advance(Date.UTC(2026, 0, 15, 12, 30) - Date.now()));
    beforeEach(async () => {
      for (const [key, base64] of RECORDS_OF_VERSION_1) {
        await redis.command('SET', key, Buffer.from(base64, 'base64'), 'PX', '60000');
      }
      await browser.setCookie('session', COOKIE_OF_VERSION_1);
    });

    it('who it is', async () => {
      expect((await browser.json('/session')).body).toEqual({
        signedIn: true,
        user: {
          id: '22222222-2222-4222-8222-222222222222',
          tenantId: '11111111-1111-4111-8111-111111111111',
          name: 'Ada',
          username: 'ada@contoso.example',
          roles: ['Admin'],
        },
        idleExpiresAt: '2026-01-15T13:00:00.000Z',
        absoluteExpiresAt: '2026-01-16T00:00:00.000Z',
      });
    });

    it('whom to sign out at Entra, and nothing is left of them', async () => {
      const { body } = await browser.json('/logout', { method: 'POST' });
      const logoutUrl = new URL(String(body['logoutUrl']));
      expect(logoutUrl.searchParams.get('logout_hint')).toBe('hint of Ada');
      for (const [key] of RECORDS_OF_VERSION_1) expect(await redis.command('EXISTS', key)).toBe(0);
    });
  });

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
    const sid = emulator.sessions.at(-1)?.sid ?? '';
    const keys = ((await redis.command('KEYS', '*')) as Buffer[]).map(String);
    const reference = keys.find((key) => key.startsWith('session:'))?.slice('session:{'.length, -1) ?? '';
    for (const key of keys.filter((name) => /^(users|sids):/.test(name))) await redis.command('DEL', key);
    const userKey = keyOf('user', `${emulator.tenantId}|${people.ordinary.oid}`);
    const sidKey = keyOf('sid', sid);
    const index = indexOfVersion1([[reference, userKey, sidKey].join(' ')], Date.now() + 60_000);
    for (const key of [userKey, sidKey]) await redis.command('SET', key, index, 'PX', '60000');
    expect(await laptop.isSignedIn()).toBe(true);

    if (by === 'by person') {
      await phone.signIn(people.ordinary);
      const response = await phone.post('/logout', { accept: JSON_ONLY, json: { everywhere: true } });
      expect(response.status).toBe(200);
    } else {
      const notice = await service.browser().get(`/logout/frontchannel?sid=${encodeURIComponent(sid)}`);
      expect(notice.status).toBe(200);
    }
    expect(await laptop.isSignedIn()).toBe(false);
    await redis.command('FLUSHALL');
  });
});
