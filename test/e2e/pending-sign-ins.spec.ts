import { people } from '../../tools/emulator/index.js';
import { JSON_ONLY } from '../support/browser.js';
import { startService, type TestService } from '../support/service.js';

const MINUTE_MS = 60_000;

describe('pending sign-ins', () => {
  let service: TestService;

  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.close());

  it.each(['the first, then the second', 'the second, then the first'])(
    'of two tabs can be finished in either order: %s',
    async (order) => {
      const browser = service.browser();
      const callbacks = [
        {
          url: await browser.walkToCallback(people.ordinary, { query: '?returnTo=/profile' }),
          end: '/profile',
        },
        {
          url: await browser.walkToCallback(people.ordinary, { query: '?returnTo=/session' }),
          end: '/session',
        },
      ];
      if (order.startsWith('the second')) callbacks.reverse();
      for (const { url, end } of callbacks) {
        const response = await browser.get(url);
        expect(response.status).toBe(302);
        expect(response.headers.get('location')).toBe(end);
        expect(await browser.isSignedIn()).toBe(true);
      }
      expect((await browser.json('/profile')).status).toBe(200);
    },
  );

  it('of two tabs can be finished at the same time', async () => {
    const browser = service.browser();
    const callbacks = [await browser.walkToCallback(), await browser.walkToCallback()];
    const answers = await Promise.all(callbacks.map((url) => browser.get(url)));
    expect(answers.map(({ status }) => status)).toEqual([302, 302]);
    expect(await browser.isSignedIn()).toBe(true);
  });

  it('survive a failure in the other tab', async () => {
    const browser = service.browser();
    const first = await browser.walkToCallback(people.ordinary);
    const cancelled = await browser.signIn(people.ordinary, { query: '?prompt=login', consent: 'cancel' });
    expect(cancelled.status).toBe(403);
    expect((await browser.get(first)).status).toBe(302);
    expect(await browser.isSignedIn()).toBe(true);
  });

  it('are five at most: with the sixth the oldest is dropped', async () => {
    const browser = service.browser();
    const callbacks: URL[] = [];
    for (let tab = 0; tab < 6; tab += 1) {
      callbacks.push(await browser.walkToCallback());
      service.clock.advance(1000);
    }
    const pending = (await browser.cookieNames()).filter((name) => name.startsWith('sign-in-'));
    expect(pending).toHaveLength(5);

    const [oldest, ...others] = callbacks as [URL, ...URL[]];
    expect((await browser.get(oldest)).status).toBe(400);
    expect(await browser.isSignedIn()).toBe(false);
    for (const url of others) {
      expect((await browser.get(url)).headers.get('location')).toBe('/');
      expect(await browser.isSignedIn()).toBe(true);
    }
  });

  it('never pile up in the browser, however often somebody asks', async () => {
    const browser = service.browser();
    for (let time = 0; time < 12; time += 1) await browser.get('/login');
    const pending = (await browser.cookieNames()).filter((name) => name.startsWith('sign-in-'));
    expect(pending.length).toBeLessThanOrEqual(5);
    expect((await browser.cookieHeader()).length).toBeLessThan(4096);
  });

  it('end after ten minutes', async () => {
    const inTime = service.browser();
    const late = service.browser();
    const callbacks = { inTime: await inTime.walkToCallback(), late: await late.walkToCallback() };
    service.clock.advance(10 * MINUTE_MS - 5000);
    expect((await inTime.get(callbacks.inTime)).status).toBe(302);
    expect(await inTime.isSignedIn()).toBe(true);

    service.clock.advance(10_000);
    const response = await late.get(callbacks.late, { accept: JSON_ONLY });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'sign_in_expired' });
    expect(await late.isSignedIn()).toBe(false);
  });

  it('work once: a second answer to the same one signs nobody in', async () => {
    const browser = service.browser();
    const callback = await browser.walkToCallback();
    const cookie = await browser.cookieHeader();
    await browser.get(callback);
    await browser.post('/logout');
    // Somebody kept the cookie of the pending sign-in: its code was redeemed already.
    const replay = await fetch(callback, { headers: { cookie, accept: JSON_ONLY }, redirect: 'manual' });
    expect(replay.status).toBe(400);
    expect(replay.headers.getSetCookie().filter((value) => value.startsWith('session='))).toEqual([]);
  });

  it.each<[string, (cookie: string) => string]>([
    [
      'was changed',
      (cookie) =>
        cookie.replace(
          /(sign-in-[^=]+=.{30})(.)/,
          (_all, start: string, letter: string) => start + (letter === '_' ? '-' : '_'),
        ),
    ],
    ['was moved to another name', (cookie) => cookie.replace(/sign-in-.{16}/, `sign-in-${'A'.repeat(16)}`)],
    ['was cut off', (cookie) => cookie.replace(/(sign-in-[^=]+=.{20})[\w-]+/, '$1')],
    ['is empty', (cookie) => cookie.replace(/(sign-in-[^=]+=)[\w-]+/, '$1')],
  ])('sign nobody in when the cookie %s', async (_case, change) => {
    const browser = service.browser();
    const callback = await browser.walkToCallback();
    const honest = await browser.cookieHeader();
    const cookie = change(honest);
    expect(cookie).not.toBe(honest);
    const response = await fetch(callback, { headers: { cookie, accept: JSON_ONLY }, redirect: 'manual' });
    expect(response.status).toBe(400);
    expect(response.headers.getSetCookie().filter((value) => value.startsWith('session='))).toEqual([]);
  });

  it('can be finished by another instance with the same secret', async () => {
    const env = { SESSION_SECRET: 'a-session-secret-of-the-tests-0123456789' };
    const first = await startService({ env, at: service.emulator });
    const second = await startService({ env: { ...env, BASE_URL: first.url }, at: service.emulator });
    const stranger = await startService({ env: { BASE_URL: first.url }, at: service.emulator });
    try {
      const browser = first.browser();
      const callback = await browser.walkToCallback(people.ordinary, { query: '?returnTo=/profile' });
      const headers = { cookie: await browser.cookieHeader() };
      const finish = ({ url }: TestService) =>
        fetch(`${url}/getAToken${callback.search}`, { headers, redirect: 'manual' });
      expect((await finish(stranger)).status).toBe(400);
      expect((await finish(second)).headers.get('location')).toBe('/profile');
    } finally {
      await first.close();
      await second.close();
      await stranger.close();
    }
  });
});
