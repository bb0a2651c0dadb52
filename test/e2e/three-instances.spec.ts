import { people } from '../../tools/emulator/index.js';
import { sessionCookiesOf } from '../support/answers.js';
import { JSON_ONLY } from '../support/browser.js';
import { describeWithRedis } from '../support/redis.js';
import { startService, type TestService } from '../support/service.js';
import { watchRequests } from '../support/watch-requests.js';

const HOUR_MS = 60 * 60_000;
const LIFETIME_SECONDS = 1200;
const REQUESTS = 100;

describeWithRedis('three instances on one Redis', (startRedis) => {
  let instances: [TestService, TestService, TestService];

  beforeAll(async () => {
    const redis = await startRedis();
    const shared = { REDIS_URL: redis.url, SESSION_SECRET: 'a-session-secret-of-the-tests-0123456789' };
    const emulator = { accessTokenLifetimeSeconds: LIFETIME_SECONDS, strictRefreshRotation: true };
    const first = await startService({ env: shared, emulator });
    // Behind a balancer all have one address.
    const env = { ...shared, BASE_URL: first.url };
    const [second, third] = [
      await startService({ env, at: first.emulator }),
      await startService({ env, at: first.emulator }),
    ];
    instances = [first, second, third];
  });
  afterAll(async () => {
    for (const instance of [...instances].reverse()) await instance.close();
  });
  afterEach(() => {
    instances[0].emulator.tampering.tokenAnswer = undefined;
    instances[0].emulator.faults.clear();
  });

  const advance = (ms: number) => instances.forEach(({ clock }) => clock.advance(ms));
  const [FIRST, SECOND, THIRD] = [0, 1, 2] as const;

  async function signedIn() {
    const browser = instances[FIRST].browser();
    await browser.signIn(people.ordinary);
    return browser;
  }

  /** The same cookie at every instance in turn. */
  const askEverywhere = (cookie: string, path: string, count: number) =>
    Promise.all(
      Array.from({ length: count }, (_unused, each) =>
        fetch(`${instances[each % 3]?.url}${path}`, { headers: { cookie, accept: JSON_ONLY } }),
      ),
    );

  it('have one session: begun at one, used at another, ended at a third', async () => {
    const browser = await signedIn();
    const cookie = await browser.cookieHeader();
    const headers = { cookie, accept: JSON_ONLY };
    expect((await fetch(`${instances[SECOND].url}/profile`, { headers })).status).toBe(200);
    expect((await fetch(`${instances[THIRD].url}/logout`, { method: 'POST', headers })).status).toBe(200);
    for (const { status } of await askEverywhere(cookie, '/profile', 3)) expect(status).toBe(401);
  });

  it('finish a sign-in that another began', async () => {
    const browser = instances[FIRST].browser();
    const callback = await browser.walkToCallback();
    const answer = await fetch(`${instances[SECOND].url}/getAToken${callback.search}`, {
      headers: { cookie: await browser.cookieHeader() },
      redirect: 'manual',
    });
    expect(answer.headers.get('location')).toBe('/');
  });

  it('take the same answer at once: one signs in, the other leads on, and nobody sees a failure', async () => {
    const browser = instances[FIRST].browser();
    const callback = await browser.walkToCallback(people.ordinary, { query: '?returnTo=/profile' });
    const headers = { cookie: await browser.cookieHeader() };
    const answers = await Promise.all(
      [FIRST, SECOND].map((each) =>
        fetch(`${instances[each].url}/getAToken${callback.search}`, { headers, redirect: 'manual' }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([302, 302]);
    const [signedIn = [], other = []] = answers.map(sessionCookiesOf).sort((a, b) => b.length - a.length);
    expect(signedIn).toHaveLength(1);
    expect(other).toEqual([]);
    expect(answers.map((answer) => answer.headers.get('location')).sort()).toEqual([
      '/login?returnTo=/profile',
      '/profile',
    ]);
  });

  it('end all sessions of a person, wherever they began', async () => {
    const [laptop, phone] = [await signedIn(), await signedIn()];
    const answer = await fetch(`${instances[THIRD].url}/logout`, {
      method: 'POST',
      headers: {
        cookie: await laptop.cookieHeader(),
        accept: JSON_ONLY,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'everywhere=true',
    });
    expect(answer.status).toBe(200);
    expect(await phone.isSignedIn()).toBe(false);
  });

  it.each([
    ['at once', 0],
    ['after five seconds', 5000],
  ])(
    'make one refresh for a hundred requests at expiry, when Entra answers %s',
    async (_when, delayMs) => {
      const cookie = await (await signedIn()).cookieHeader();
      advance(LIFETIME_SECONDS * 1000 + 1000);
      const { tampering } = instances[FIRST].emulator;
      tampering.tokenAnswer = async (answer) => {
        await new Promise((resolve) => setTimeout(resolve, delayMs));
        return answer;
      };
      const requests = watchRequests(instances[FIRST].emulator);
      const answers = await askEverywhere(cookie, '/profile', REQUESTS);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(REQUESTS);
      expect(requests().filter(({ endpoint }) => endpoint === 'token')).toHaveLength(1);
    },
    30_000,
  );

  it('tell everybody at once when Entra refuses the refresh, which is asked for once', async () => {
    const cookie = await (await signedIn()).cookieHeader();
    const { emulator } = instances[FIRST];
    emulator.faults.refusal = 700082;
    emulator.faults.set('token-refused', true);
    advance(LIFETIME_SECONDS * 1000 + 1000);
    const requests = watchRequests(emulator);
    const answers = await askEverywhere(cookie, '/profile', 30);
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ code: 'sign_in_again', aadsts: 'AADSTS700082' });
    }
    expect(requests().filter(({ endpoint }) => endpoint === 'token')).toHaveLength(1);
  });

  it('end the session of somebody whom Entra has withdrawn, which is asked for once', async () => {
    const cookie = await (await signedIn()).cookieHeader();
    instances[FIRST].emulator.revokeSessions(people.ordinary.oid);
    advance(LIFETIME_SECONDS * 1000 + 1000);
    const requests = watchRequests(instances[FIRST].emulator);
    const answers = await askEverywhere(cookie, '/profile', 30);
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(await answer.json()).toHaveProperty('loginUrl', `${instances[FIRST].url}/login?returnTo=/profile`);
    }
    expect(requests().filter(({ endpoint }) => endpoint === 'token')).toHaveLength(1);
    for (const answer of await askEverywhere(cookie, '/session', 3)) {
      expect(await answer.json()).toEqual({ signedIn: false });
    }
  });

  it('agree on when a session ends', async () => {
    const cookie = await (await signedIn()).cookieHeader();
    advance(HOUR_MS - 60_000);
    for (const { status } of await askEverywhere(cookie, '/session', 3)) expect(status).toBe(200);
    advance(61_000);
    for (const answer of await askEverywhere(cookie, '/session', 3)) {
      expect(await answer.json()).toEqual({ signedIn: false });
    }
  });
});
