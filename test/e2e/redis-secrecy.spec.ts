import { randomUUID } from 'node:crypto';
import { Secret } from '../../config/secret.js';
import { SessionCookie } from '../../src/session/session-cookie.js';
import { people } from '../../tools/emulator/index.js';
import type { LocalRedis } from '../../tools/redis-server/local-redis.js';
import { type Browser, JSON_ONLY } from '../support/browser.js';
import { CookieBrowser } from '../support/cookie-browser.js';
import { LearntSecrets } from '../support/learnt-secrets.js';
import { readEverything, type StoredKey, watchCommands } from '../support/redis-contents.js';
import { describeWithRedis } from '../support/redis.js';
import { startService, type TestService } from '../support/service.js';
import { PERSON, PERSONAL } from '../support/walk-through-everything.js';

const SESSION_SECRET = randomUUID() + randomUUID();

describeWithRedis('whoever has all of Redis', (start) => {
  let redis: LocalRedis;
  let service: TestService;
  let adele: Browser;
  let stored: StoredKey[];
  let commands: Buffer;
  const secrets = new LearntSecrets();
  const services: TestService[] = [];

  beforeAll(async () => {
    redis = await start();
    service = await startService({
      env: { REDIS_URL: redis.url, SESSION_SECRET },
      emulator: { people: [PERSON, people.admin], accessTokenLifetimeSeconds: 600 },
    });
    services.push(service);
    secrets.learn('session secret', SESSION_SECRET);
    secrets.watchEmulator(service.emulator);
    const monitor = await watchCommands(redis);

    adele = secrets.watchBrowser(service.browser());
    const grace = secrets.watchBrowser(service.browser());
    await adele.signIn(PERSON, { query: `?login_hint=${PERSON.userPrincipalName}` });
    await grace.signIn(people.admin);
    await adele.get('/profile');
    // A new access token, twice; the second is refused for a while, which is remembered as well.
    service.clock.advance(500_000);
    expect((await adele.get('/profile', { accept: JSON_ONLY })).status).toBe(200);
    service.clock.advance(500_000);
    service.emulator.faults.set('token-503', true);
    await adele.get('/profile');
    service.emulator.faults.clear();
    const duringSession = await readEverything(redis);
    await grace.post('/logout');
    expect(await adele.isSignedIn()).toBe(true);
    stored = [...duringSession, ...(await readEverything(redis))];
    commands = monitor.seen();
    monitor.stop();

    for (const { sid } of service.emulator.sessions) secrets.learn('sid', sid);
    for (const { oid, displayName, userPrincipalName } of [PERSON, people.admin]) {
      secrets.learn('oid', oid);
      secrets.learn('name', displayName);
      secrets.learn('user name', userPrincipalName);
    }
    for (const personal of PERSONAL) secrets.learn('personal data', personal);
    secrets.learn('tenant', service.emulator.tenantId);
  });
  afterAll(async () => {
    for (const served of services.reverse()) await served.close();
  });

  it('sees that there are sessions, and of which kinds', () => {
    const kinds = new Set(stored.map(({ key }) => key.split(':')[0]));
    for (const kind of ['session', 'tokens', 'users', 'sids']) expect(kinds).toContain(kind);
    for (const command of ['"set"', '"evalsha"', '"get"', '"mget"', '"del"'])
      expect(commands.includes(command)).toBe(true);
  });

  it('finds no key that stays for ever', () => {
    expect(stored.filter(({ ttlMs }) => ttlMs < 0).map(({ key }) => key)).toEqual([]);
    const absoluteMs = service.configuration.session.absoluteSeconds * 1000;
    expect(Math.max(...stored.map(({ ttlMs }) => ttlMs))).toBeLessThanOrEqual(absoluteMs);
  });

  it('finds no token, code, state, session id, secret, name, address or id of a person', () => {
    const kinds = new Set(secrets.values.values());
    for (const kind of ['access_token', 'refresh_token', 'id_token', 'code', 'state', 'nonce', 'cookie session']) {
      expect(kinds).toContain(kind);
    }
    const everything = Buffer.concat([
      commands,
      ...stored.flatMap(({ key, value, dump }) => [Buffer.from(key), value, dump]),
    ]);
    const found = [...secrets.values]
      .filter(([value]) => formsOf(value).some((form) => everything.includes(form)))
      .map(([, what]) => what);
    expect(found).toEqual([]);
  });

  it('would have been found out: what is there is found in each form', () => {
    const [session] = stored.filter(({ key }) => key.startsWith('session:'));
    const sealed = session?.value.subarray(11) ?? Buffer.alloc(0);
    expect(sealed.length).toBeGreaterThan(100);
    for (const text of [sealed.toString('base64url'), String(session?.key)]) {
      expect(formsOf(text).some((form) => commands.includes(form))).toBe(true);
    }
  });

  describe('and restores it elsewhere', () => {
    let copy: LocalRedis;
    const serve = async (secret: string): Promise<TestService> => {
      const env = { REDIS_URL: copy.url, SESSION_SECRET: secret };
      const served = await startService({ env, at: service.emulator });
      // The same time as there, which the sessions go by.
      served.clock.advance(1_000_000);
      services.push(served);
      return served;
    };
    /** What a service says to this session cookie. */
    const session = async (at: TestService, cookie: string) => {
      const headers = { cookie: `${at.cookieName('session')}=${cookie}` };
      return (await fetch(`${at.url}/session`, { headers })).json();
    };

    beforeAll(async () => {
      copy = await start();
      for (const { key, dump, ttlMs } of await readEverything(redis)) {
        await copy.command('RESTORE', key, String(ttlMs), dump);
      }
    });

    it('has something that works: with the browser’s cookie and the same secret she is signed in', async () => {
      const cookie = (await adele.cookie('session')) ?? '';
      expect(await session(await serve(SESSION_SECRET), cookie)).toMatchObject({ signedIn: true });
    });

    it('signs nobody in with another secret, though the cookie was stolen, too', async () => {
      const cookie = (await adele.cookie('session')) ?? '';
      expect(await session(await serve(randomUUID() + randomUUID()), cookie)).toEqual({ signedIn: false });
    });

    it('signs nobody in without the browser’s cookie, though the secret was stolen, too', async () => {
      const accomplice = await serve(SESSION_SECRET);
      const references = (await readEverything(copy)).map(({ key }) => /[\w-]{43}/.exec(key)?.[0] ?? '');
      expect(references.length).toBeGreaterThan(3);
      for (const reference of references) {
        const browser = new CookieBrowser();
        new SessionCookie(accomplice.configuration).write(browser.response, new Secret(reference));
        const forged = browser.cookies.get(accomplice.cookieName('session')) ?? '';
        expect(await session(accomplice, forged)).toEqual({ signedIn: false });
      }
    });
  });
});

/** How a value may lie somewhere: as text, encoded, or as the bytes that it stands for. */
function formsOf(value: string): Buffer[] {
  const text = Buffer.from(value);
  const bytes = Buffer.from(value, 'base64url');
  return [
    text,
    ...[encodeURIComponent(value), JSON.stringify(value).slice(1, -1)].map((form) => Buffer.from(form)),
    ...[text.toString('base64url'), text.toString('hex')].map((form) => Buffer.from(form)),
    ...(bytes.toString('base64url') === value && bytes.length >= 8 ? [bytes] : []),
  ];
}
