import { people } from '../../tools/emulator/index.js';
import type { Browser } from '../support/browser.js';
import { useService } from '../support/describe-service.js';
import { describeWithRedis } from '../support/redis.js';
import type { TestService } from '../support/service.js';

const OLD = 'the-old-session-secret-0123456789-abcdef';
const NEW = 'the-new-session-secret-0123456789-abcdef';

/** What one instance after the other is restarted with, so that both of a pair serve at the same time. */
const STEPS: [string, string][] = [
  [OLD, `${OLD},${NEW}`],
  [`${OLD},${NEW}`, `${NEW},${OLD}`],
  [`${NEW},${OLD}`, NEW],
];

/** Ends all sessions of whoever is signed in there. */
const signOut = ({ url }: TestService, browser: Browser) =>
  browser.json(`${url}/logout`, { method: 'POST', json: { everywhere: true } });

/** The same browser at another instance, which has the same name for it. */
const profileAt = async ({ url }: TestService, browser: Browser) => (await browser.json(`${url}/profile`)).status;

describeWithRedis('SESSION_SECRET is changed in three steps of a rolling restart', (startRedis) => {
  let REDIS_URL: string;
  const { service: first, start } = useService({ starts: 'when asked' });

  beforeAll(async () => {
    REDIS_URL = (await startRedis()).url;
  });

  /** @returns the second of two instances; the first is the service of the test */
  async function serve(here: string, there: string): Promise<TestService> {
    await start({ env: { REDIS_URL, SESSION_SECRET: here } });
    return start({ env: { REDIS_URL, SESSION_SECRET: there, BASE_URL: first.url }, at: first.emulator });
  }

  it.each(STEPS)('with %s here and %s there, people notice nothing', async (...secrets) => {
    const second = await serve(...secrets);
    for (const [here, there] of [
      [first, second],
      [second, first],
    ] as const) {
      // A sign-in that began here is finished there, and the session is good at both.
      const browser = first.browser();
      const login = await browser.get(`${here.url}/login?returnTo=/profile`);
      const { search } = await browser.follow(login, people.ordinary);
      const signedIn = await browser.get(`${there.url}/getAToken${search}`);
      expect(signedIn.headers.get('location')).toBe('/profile');
      for (const each of [here, there]) expect(await profileAt(each, browser)).toBe(200);

      // "End all sessions" here ends what began there.
      const other = await first.browser().signedIn();
      expect((await signOut(here, other)).status).toBe(200);
      for (const each of [here, there]) expect(await profileAt(each, browser)).toBe(401);
    }
  });

  describe('in one step', () => {
    it('they do: who signed in here is not known there', async () => {
      const second = await serve(OLD, NEW);
      expect(await profileAt(second, await first.browser().signedIn())).toBe(401);
    });

    it('a sign-out ends the session of its cookie all the same, and nothing is read of it', async () => {
      const second = await serve(OLD, NEW);
      const [laptop, phone] = [await first.browser().signedIn(), await first.browser().signedIn()];
      const cookie = await laptop.cookieHeader();
      const unknown = await signOut(second, laptop);
      expect(new URL(String(unknown.body['logoutUrl'])).searchParams.has('logout_hint')).toBe(false);
      expect((await laptop.json('/profile', { headers: { cookie } })).status).toBe(401);
      expect(await profileAt(first, phone)).toBe(200);
      const known = await phone.json('/logout', { method: 'POST' });
      expect(new URL(String(known.body['logoutUrl'])).searchParams.get('logout_hint')).not.toBeNull();
    });
  });
});

describeWithRedis('a session that began before SESSION_SECRET was changed', (startRedis) => {
  const STAGES = [OLD, `${OLD},${NEW}`, `${NEW},${OLD}`, NEW];
  const instances: TestService[] = [];
  const { service: first, start } = useService({ starts: 'when asked' });

  beforeAll(async () => {
    const REDIS_URL = (await startRedis()).url;
    for (const SESSION_SECRET of STAGES) {
      const shared = instances.length > 0 && { BASE_URL: first.url };
      const at = instances.length > 0 && { at: first.emulator };
      instances.push(await start({ env: { REDIS_URL, SESSION_SECRET, ...shared }, ...at }));
    }
  });

  /** Of the stages, in their order. */
  const KNOWN: [number, boolean[]][] = [
    [0, [true, true, true, false]],
    [1, [true, true, true, false]],
    [2, [false, true, true, true]],
    [3, [false, true, true, true]],
  ];

  async function signedInAt(stage: number): Promise<Browser> {
    const browser = first.browser();
    const url = instances[stage]?.url;
    const { search } = await browser.follow(await browser.get(`${url}/login`), people.ordinary);
    await browser.get(`${url}/getAToken${search}`);
    return browser;
  }

  it.each(KNOWN)('at stage %i is good, and found when all are ended, at %j', async (begun, known) => {
    for (const [stage, expected] of known.entries()) {
      const browser = await signedInAt(begun);
      const isSignedIn = async (at: number) =>
        (await browser.json(`${instances[at]?.url}/session`)).body['signedIn'] === true;
      expect(await isSignedIn(stage)).toBe(expected);
      const other = await signedInAt(stage);
      expect((await signOut(instances[stage] as TestService, other)).status).toBe(200);
      expect(await isSignedIn(begun)).toBe(!expected);
    }
  });
});
