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

const EVERYWHERE = '{"everywhere":true}';

async function signOut({ url }: TestService, browser: Browser, body: string): Promise<Response> {
  const cookie = await browser.cookieHeader();
  const headers = { cookie, accept: JSON_ONLY, 'content-type': 'application/json' };
  return fetch(`${url}/logout`, { method: 'POST', headers, body });
}

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
        const ended = await signOut(here, other, EVERYWHERE);
        expect(ended.status).toBe(200);
        for (const each of [here, there]) expect((await at(each, browser, '/profile')).status).toBe(401);
      }
    });
  });

  describe('in one step', () => {
    it('they do: who signed in here is not known there', async () => {
      await serve([OLD, NEW], async () => {
        const browser = first.browser();
        await browser.signIn(people.ordinary);
        expect((await at(second, browser, '/profile')).status).toBe(401);
      });
    });

    it('a sign-out ends the session of its cookie all the same, and nothing is read of it', async () => {
      await serve([OLD, NEW], async () => {
        const [laptop, phone] = [first.browser(), first.browser()];
        for (const browser of [laptop, phone]) await browser.signIn(people.ordinary);
        const { logoutUrl } = (await (await signOut(second, laptop, EVERYWHERE)).json()) as {
          logoutUrl: string;
        };
        expect(new URL(logoutUrl).searchParams.has('logout_hint')).toBe(false);
        expect((await at(first, laptop, '/profile')).status).toBe(401);
        expect((await at(first, phone, '/profile')).status).toBe(200);
        const known = (await (await signOut(first, phone, '{}')).json()) as { logoutUrl: string };
        expect(new URL(known.logoutUrl).searchParams.get('logout_hint')).not.toBeNull();
      });
    });
  });
});

describeWithRedis('a session that began before SESSION_SECRET was changed', (startRedis) => {
  const STAGES = [OLD, `${OLD},${NEW}`, `${NEW},${OLD}`, NEW];
  let instances: TestService[];

  beforeAll(async () => {
    const REDIS_URL = (await startRedis()).url;
    instances = [];
    for (const SESSION_SECRET of STAGES) {
      const [first] = instances;
      const shared = first && { at: first.emulator };
      const env = { REDIS_URL, SESSION_SECRET, ...(first && { BASE_URL: first.url }) };
      instances.push(await startService({ env, ...shared }));
    }
  });
  afterAll(async () => {
    for (const instance of instances.reverse()) await instance.close();
  });

  /** Of the stages, in their order. */
  const KNOWN: [number, boolean[]][] = [
    [0, [true, true, true, false]],
    [1, [true, true, true, false]],
    [2, [false, true, true, true]],
    [3, [false, true, true, true]],
  ];

  async function signedInAt(stage: number): Promise<Browser> {
    const [first, instance] = [instances[0] as TestService, instances[stage] as TestService];
    const browser = first.browser();
    const login = await navigate(`${instance.url}/login`);
    for (const cookie of login.headers.getSetCookie()) await browser.jar.setCookie(cookie, first.url);
    const { search } = await browser.follow(login, people.ordinary);
    const cookie = await browser.cookieHeader();
    const answer = await navigate(`${instance.url}/getAToken${search}`, { headers: { cookie } });
    for (const set of answer.headers.getSetCookie()) await browser.jar.setCookie(set, first.url);
    return browser;
  }

  it.each(KNOWN)('at stage %i is good, and found when all are ended, at %j', async (begun, known) => {
    for (const [stage, expected] of known.entries()) {
      const browser = await signedInAt(begun);
      const headers = { cookie: await browser.cookieHeader() };
      const isSignedIn = async (at: number) => {
        const session: unknown = await (await fetch(`${instances[at]?.url}/session`, { headers })).json();
        return (session as { signedIn: boolean }).signedIn;
      };
      expect(await isSignedIn(stage)).toBe(expected);
      const other = await signedInAt(stage);
      const ended = await signOut(instances[stage] as TestService, other, EVERYWHERE);
      expect(ended.status).toBe(200);
      expect(await isSignedIn(begun)).toBe(!expected);
    }
  });
});
