import { people } from '../../tools/emulator/index.js';
import { sessionCookiesOf } from '../support/answers.js';
import { JSON_ONLY } from '../support/browser.js';
import { useService } from '../support/describe-service.js';
import { describeWithRedis } from '../support/redis.js';
import type { TestService } from '../support/service.js';
import { watchRequests } from '../support/watch-requests.js';

const HOUR_MS = 60 * 60_000;
const LIFETIME_SECONDS = 1200;
const REQUESTS = 100;

describeWithRedis('three instances on one Redis', (startRedis) => {
  const shared = { SESSION_SECRET: 'a-session-secret-of-the-tests-0123456789', REDIS_URL: '' };
  const { service, emulator, browser, start } = useService(async () => {
    shared.REDIS_URL = (await startRedis()).url;
    const emulator = { accessTokenLifetimeSeconds: LIFETIME_SECONDS, strictRefreshRotation: true };
    return { env: shared, emulator };
  });
  let instances: [TestService, TestService, TestService];

  beforeAll(async () => {
    // Behind a balancer all have one address.
    const options = { env: { ...shared, BASE_URL: service.url }, at: emulator };
    instances = [service, await start(options), await start(options)];
  });

  const advance = (ms: number) => instances.forEach(({ clock }) => clock.advance(ms));
  const [SECOND, THIRD] = [1, 2] as const;

  /** The same cookie at every instance in turn. */
  const askEverywhere = (cookie: string, path: string, count: number) =>
    Promise.all(
      Array.from({ length: count }, (_unused, each) =>
        fetch(`${instances[each % 3]?.url}${path}`, { headers: { cookie, accept: JSON_ONLY } }),
      ),
    );

  it('have one session: begun at one, used at another, ended at a third', async () => {
    await browser.signedIn();
    const cookie = await browser.cookieHeader();
    expect((await browser.json(`${instances[SECOND].url}/profile`)).status).toBe(200);
    expect((await browser.json(`${instances[THIRD].url}/logout`, { method: 'POST' })).status).toBe(200);
    for (const { status } of await askEverywhere(cookie, '/profile', 3)) expect(status).toBe(401);
  });

  it('see at once what another changed, though each has opened it before', async () => {
    const laptop = await browser.signedIn();
    const cookie = await laptop.cookieHeader();
    const statuses = async () => (await askEverywhere(cookie, '/profile', 3)).map(({ status }) => status);
    const refreshes = () => emulator.requests.filter(({ grantType }) => grantType === 'refresh_token').length;
    expect(await statuses()).toEqual([200, 200, 200]);
    const before = refreshes();
    advance(LIFETIME_SECONDS * 1000);
    expect((await browser.json(`${instances[SECOND].url}/profile`)).status).toBe(200);
    // The emulator refuses a refresh token that was used before: whoever took the former tokens for the newest would show.
    expect(await statuses()).toEqual([200, 200, 200]);
    expect(refreshes()).toBe(before + 1);
    const phone = await service.browser().signedIn();
    await phone.post(`${instances[THIRD].url}/logout`, {
      accept: JSON_ONLY,
      body: new URLSearchParams({ everywhere: 'true' }),
    });
    expect(await statuses()).toEqual([401, 401, 401]);
  });

  it('finish a sign-in that another began', async () => {
    const callback = await browser.walkToCallback();
    const answer = await browser.get(`${instances[SECOND].url}/getAToken${callback.search}`);
    expect(answer.headers.get('location')).toBe('/');
  });

  it('take the same answer at once: one signs in, the other leads on, and nobody sees a failure', async () => {
    const callback = await browser.walkToCallback(people.ordinary, { query: '?returnTo=/profile' });
    const answers = await Promise.all(
      [service, instances[SECOND]].map(({ url }) => browser.get(`${url}/getAToken${callback.search}`)),
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
    const [laptop, phone] = [await browser.signedIn(), await service.browser().signedIn()];
    const answer = await laptop.post(`${instances[THIRD].url}/logout`, {
      accept: JSON_ONLY,
      body: new URLSearchParams({ everywhere: 'true' }),
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
      const cookie = await (await browser.signedIn()).cookieHeader();
      advance(LIFETIME_SECONDS * 1000 + 1000);
      emulator.tampering.tokenAnswer = async (answer) => {
        await new Promise((resolve) => setTimeout(resolve, delayMs));
        return answer;
      };
      const requests = watchRequests(emulator);
      const answers = await askEverywhere(cookie, '/profile', REQUESTS);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(REQUESTS);
      expect(requests().filter(({ endpoint }) => endpoint === 'token')).toHaveLength(1);
    },
    30_000,
  );

  it('tell everybody at once when Entra refuses the refresh, which is asked for once', async () => {
    const cookie = await (await browser.signedIn()).cookieHeader();
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
    const cookie = await (await browser.signedIn()).cookieHeader();
    emulator.revokeSessions(people.ordinary.oid);
    advance(LIFETIME_SECONDS * 1000 + 1000);
    const requests = watchRequests(emulator);
    const answers = await askEverywhere(cookie, '/profile', 30);
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(await answer.json()).toHaveProperty('loginUrl', `${service.url}/login?returnTo=/profile`);
    }
    expect(requests().filter(({ endpoint }) => endpoint === 'token')).toHaveLength(1);
    for (const answer of await askEverywhere(cookie, '/session', 3)) {
      expect(await answer.json()).toEqual({ signedIn: false });
    }
  });

  it('agree on when a session ends', async () => {
    const cookie = await (await browser.signedIn()).cookieHeader();
    advance(HOUR_MS - 60_000);
    for (const { status } of await askEverywhere(cookie, '/session', 3)) expect(status).toBe(200);
    advance(61_000);
    for (const answer of await askEverywhere(cookie, '/session', 3)) {
      expect(await answer.json()).toEqual({ signedIn: false });
    }
  });
});
