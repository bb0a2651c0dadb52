import { navigate } from '../../tools/browsing/navigate.js';
import { people } from '../../tools/emulator/index.js';
import { type Browser, JSON_ONLY } from '../support/browser.js';
import { describeWithRedis } from '../support/redis.js';
import { startService, type TestService } from '../support/service.js';

const OLD = 'the-old-session-secret-0123456789-abcdef';
const NEW = 'the-new-session-secret-0123456789-abcdef';

/** What one instance after the other is restarted with, so that both of a pair serve at the same time. */
const STEPS: [string, string][] = [
  [OLD, `${OLD},${NEW}`],
  [`${OLD},${NEW}`, `${NEW},${OLD}`],
  [`${NEW},${OLD}`, NEW],
];

describeWithRedis('SESSION_SECRET is changed in three steps of a rolling restart', (startRedis) => {
  let redisUrl: string;
  let first: TestService;
  let second: TestService;

  beforeAll(async () => {
    redisUrl = (await startRedis()).url;
  });

  async function serve(secrets: [string, string], run: () => Promise<void>): Promise<void> {
    const env = { REDIS_URL: redisUrl };
    first = await startService({ env: { ...env, SESSION_SECRET: secrets[0] } });
    second = await startService({
      env: { ...env, SESSION_SECRET: secrets[1], BASE_URL: first.url },
      at: first.emulator,
    });
    try {
      await run();
    } finally {
      await second.close();
      await first.close();
    }
  }

  const at = async ({ url }: TestService, browser: Browser, path: string) =>
    navigate(`${url}${path}`, {
      headers: { cookie: await browser.cookieHeader(), accept: JSON_ONLY },
    });

  it.each(STEPS)('with %s here and %s there, people notice nothing', async (...secrets) => {
    await serve(secrets, async () => {
      for (const [here, there] of [
        [first, second],
        [second, first],
      ] as const) {
        // A sign-in that began here is finished there, and the session is good at both.
        const browser = first.browser();
        const login = await at(here, browser, '/login?returnTo=/profile');
        for (const cookie of login.headers.getSetCookie()) await browser.jar.setCookie(cookie, first.url);
        const callback = await browser.follow(login, people.ordinary);
        const signedIn = await at(there, browser, `/getAToken${callback.search}`);
        expect(signedIn.headers.get('location')).toBe('/profile');
        for (const cookie of signedIn.headers.getSetCookie()) await browser.jar.setCookie(cookie, first.url);
        for (const each of [here, there]) expect((await at(each, browser, '/profile')).status).toBe(200);

        // "End all sessions" here ends what began there.
        const other = first.browser();
        await other.signIn(people.ordinary);
        const ended = await fetch(`${here.url}/logout`, {
          method: 'POST',
          headers: {
            cookie: await other.cookieHeader(),
            accept: JSON_ONLY,
            'content-type': 'application/json',
          },
          body: '{"everywhere":true}',
        });
        expect(ended.status).toBe(200);
        for (const each of [here, there]) expect((await at(each, browser, '/profile')).status).toBe(401);
      }
    });
  });

  it('and in one step they do: who signed in here is not known there', async () => {
    await serve([OLD, NEW], async () => {
      const browser = first.browser();
      await browser.signIn(people.ordinary);
      expect((await at(second, browser, '/profile')).status).toBe(401);
    });
  });
});
