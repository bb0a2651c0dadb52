import { people, signInThroughPages } from '../../tools/emulator/index.js';
import { JSON_ONLY } from '../support/browser.js';
import { locationOf, pageOf, sessionCookiesOf } from '../support/answers.js';
import { describeService } from '../support/describe-service.js';

const MINUTE_MS = 60_000;

describeService('pending sign-ins', {}, ({ service, emulator, clock, browser, start }) => {
  it.each(['the first, then the second', 'the second, then the first'])(
    'of two tabs can be finished in either order: %s',
    async (order) => {
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
    const callbacks = [await browser.walkToCallback(), await browser.walkToCallback()];
    const answers = await Promise.all(callbacks.map((url) => browser.get(url)));
    expect(answers.map(({ status }) => status)).toEqual([302, 302]);
    expect(await browser.isSignedIn()).toBe(true);
  });

  it('survive a failure in the other tab', async () => {
    const first = await browser.walkToCallback(people.ordinary);
    const cancelled = await browser.signIn(people.ordinary, { query: '?prompt=login', consent: 'cancel' });
    expect(cancelled.status).toBe(403);
    expect((await browser.get(first)).status).toBe(302);
    expect(await browser.isSignedIn()).toBe(true);
  });

  it('can be finished in every tab that the browser opened at once, and in any order', async () => {
    const paths = Array.from({ length: 25 }, (_unused, tab) => `/tab/${tab}`);
    // None of these requests knows what the others are being given.
    const logins = await Promise.all(paths.map((path) => browser.get(`/login?returnTo=${path}`)));
    const callbacks = await Promise.all(
      logins.map((login) => signInThroughPages(locationOf(login).href, people.ordinary, { jar: browser.jar })),
    );
    for (const [tab, callback] of [...callbacks.entries()].reverse()) {
      expect((await browser.get(callback)).headers.get('location')).toBe(paths[tab]);
      expect(await browser.isSignedIn()).toBe(true);
    }
  });

  it('never pile up in the browser, however often somebody asks', async () => {
    const first = await browser.get('/login');
    expect(first.headers.getSetCookie()).toHaveLength(1);
    for (let time = 0; time < 12; time += 1) {
      // Not set again, so that it lives a day at most.
      expect((await browser.get('/login')).headers.getSetCookie()).toEqual([]);
    }
    expect(await browser.cookieNames()).toHaveLength(1);
    expect(await browser.cookieHeader()).toMatch(/^sign-in-(\d{1,2}-)?\d+=[\w-]{27}$/);
  });

  it('are pushed out by nothing: after fifty others the first one is still open', async () => {
    const first = await browser.walkToCallback(people.ordinary, { query: '?returnTo=/profile' });
    for (let time = 0; time < 50; time += 1) await browser.get('/login');
    expect((await browser.get(first)).headers.get('location')).toBe('/profile');
  });

  it('end after an hour, with the way back to where the person wanted to go', async () => {
    const inTime = service.browser();
    const late = service.browser();
    const query = '?returnTo=/profile';
    const callbacks = {
      inTime: await inTime.walkToCallback(people.ordinary, { query }),
      late: await late.walkToCallback(people.ordinary, { query }),
    };
    // Whoever registers a second factor takes long at Entra, and gets a code at the end.
    clock.advance(60 * MINUTE_MS - 5000);
    expect((await inTime.get(callbacks.inTime)).headers.get('location')).toBe('/profile');

    clock.advance(10_000);
    const response = await late.get(callbacks.late, { accept: JSON_ONLY });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: 'sign_in_expired',
      loginUrl: `${service.url}/login?returnTo=/profile`,
    });
    expect(await pageOf(await late.get(callbacks.late))).toContain('href="/login?returnTo=/profile"');
    expect(await late.isSignedIn()).toBe(false);
  });

  it('work once: a second answer to the same one signs nobody in', async () => {
    const callback = await browser.walkToCallback();
    const cookie = await browser.cookieHeader();
    await browser.get(callback);
    await browser.post('/logout');
    // Somebody kept the cookies from before: the code was redeemed already, and a new sign-in is what is left.
    const replay = await fetch(callback, { headers: { cookie, accept: JSON_ONLY }, redirect: 'manual' });
    expect(replay.status).toBe(302);
    expect(replay.headers.get('location')).toBe('/login');
    expect(sessionCookiesOf(replay)).toEqual([]);
  });

  it.each<[string, (cookie: string) => string]>([
    ['was changed', (cookie) => cookie.replace(/=(.)/, (_all, letter) => `=${letter === 'A' ? 'B' : 'A'}`)],
    ['was moved to another name', (cookie) => cookie.replace('sign-in-', 'x-sign-in-')],
    ['was cut off', (cookie) => cookie.replace(/(=[\w-]{26})./, '$1')],
    ['is empty', (cookie) => cookie.replace(/=[\w-]+/, '=')],
  ])('sign nobody in when the cookie %s', async (_case, change) => {
    const callback = await browser.walkToCallback();
    const honest = /sign-in-[^;]+/.exec(await browser.cookieHeader())?.[0] ?? '';
    const cookie = change(honest);
    expect(cookie).not.toBe(honest);
    const response = await fetch(callback, { headers: { cookie, accept: JSON_ONLY }, redirect: 'manual' });
    expect(response.status).toBe(400);
    expect(sessionCookiesOf(response)).toEqual([]);
  });

  it('can be finished by another instance with the same secret', async () => {
    const env = { SESSION_SECRET: 'a-session-secret-of-the-tests-0123456789' };
    const first = await start({ env, at: emulator });
    const second = await start({ env: { ...env, BASE_URL: first.url }, at: emulator });
    const stranger = await start({ env: { BASE_URL: first.url }, at: emulator });
    const person = first.browser();
    const { pathname, search } = await person.walkToCallback(people.ordinary, { query: '?returnTo=/profile' });
    expect((await person.get(stranger.url + pathname + search)).status).toBe(400);
    expect((await person.get(second.url + pathname + search)).headers.get('location')).toBe('/profile');
  });
});
