import { people } from '../../tools/emulator/index.js';
import { locationOf, pageOf, problemOf } from '../support/answers.js';
import { type Browser, JSON_ONLY } from '../support/browser.js';
import { describeService } from '../support/describe-service.js';

const MINUTE_MS = 60_000;

describeService('nobody goes round in circles', {}, ({ service, emulator, clock, browser, start }) => {
  const forgetSession = (browser: Browser) => browser.setCookie('session', undefined);

  /** From a page, through Entra, as a browser follows redirects; the session cookie is lost each time it arrives. */
  async function roundsUntilItEnds(browser: Browser): Promise<{ rounds: number; end: Response }> {
    for (let rounds = 0; rounds < 10; rounds += 1) {
      const asked = await browser.get('/profile');
      expect(locationOf(asked).pathname).toBe('/login');
      const login = await browser.get(locationOf(asked));
      if (login.status !== 302) return { rounds, end: login };
      const callback = await browser.get(await browser.walkToCallback(people.ordinary));
      expect(callback.status).toBe(302);
      await forgetSession(browser);
    }
    throw new Error('it never ended');
  }

  it('a browser that loses its session gets three rounds, then a page that says so', async () => {
    const { rounds, end } = await roundsUntilItEnds(browser);
    expect(rounds).toBe(3);
    expect(end.status).toBe(429);
    expect(Number(end.headers.get('retry-after'))).toBeGreaterThan(50);
    expect(Number(end.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    const page = await pageOf(end);
    expect(page).toContain('three times within a minute');
    expect(page).not.toContain('href="/login');
  });

  it('instances that share no store end it, too: one knows the session, the other never does', async () => {
    const env = { SESSION_SECRET: 'a-session-secret-of-the-tests-0123456789' };
    const first = await start({ env, at: emulator });
    const second = await start({ env: { ...env, BASE_URL: first.url }, at: emulator });
    const person = first.browser();
    for (let rounds = 0; rounds < 10; rounds += 1) {
      const asked = await person.get(`${second.url}/profile`);
      expect(asked.headers.get('location')).toBe('/login?returnTo=/profile');
      const login = await person.get('/login?returnTo=/profile');
      if (login.status === 429) {
        expect(rounds).toBe(4);
        return;
      }
      const callback = await person.get(await person.follow(login, people.ordinary));
      expect(callback.headers.get('location')).toBe('/profile');
      expect(await person.isSignedIn()).toBe(true);
    }
    throw new Error('it never ended');
  });

  it('and again after a minute', async () => {
    await roundsUntilItEnds(browser);
    expect(await problemOf(await browser.get('/login', { accept: JSON_ONLY }))).toMatchObject({
      code: 'sign_in_loop',
    });
    clock.advance(MINUTE_MS);
    expect((await browser.signIn()).headers.get('location')).toBe('/');
    expect(await browser.isSignedIn()).toBe(true);
  });

  it('the page of the third failure within a minute says so, and offers no fourth', async () => {
    emulator.faults.set('token-503', true);
    for (const round of [1, 2, 3]) {
      const response = await browser.signIn();
      expect(response.status).toBe(503);
      expect(response.headers.get('location')).toBeNull();
      const page = await pageOf(response);
      expect(page.includes('third sign-in within a minute')).toBe(round === 3);
      expect(page.includes('href="/login')).toBe(round < 3);
    }
    expect((await browser.get('/login')).status).toBe(429);
    emulator.faults.clear();
    clock.advance(MINUTE_MS);
    expect((await browser.signIn()).headers.get('location')).toBe('/');
  });

  it('failures further apart are no loop', async () => {
    emulator.faults.set('token-503', true);
    for (const _round of [1, 2, 3, 4, 5]) {
      expect(await pageOf(await browser.signIn())).toContain('href="/login');
      clock.advance(MINUTE_MS / 2 + 1000);
    }
  });

  it('other browsers are not told to wait', async () => {
    await roundsUntilItEnds(service.browser());
    expect((await service.browser().signIn()).headers.get('location')).toBe('/');
  });

  it('people who sign in and out, or as somebody else, as often as they like are none', async () => {
    for (const person of [people.ordinary, people.admin, people.noMail, people.ordinary, people.admin]) {
      // Entra would ask which account: that is another page, which the walk does not take.
      expect((await browser.signIn(person, { query: '?prompt=login' })).headers.get('location')).toBe('/');
      expect((await browser.json('/profile')).body['user']).toMatchObject({ id: person.oid });
    }
    for (const _time of [1, 2, 3, 4, 5]) {
      expect((await browser.post('/logout')).status).toBe(303);
      expect((await browser.signIn()).headers.get('location')).toBe('/');
    }
  });

  it('a failure while somebody is signed in never locks them out of signing in as somebody else', async () => {
    await browser.signedIn();
    emulator.faults.set('token-503', true);
    for (const _round of [1, 2, 3, 4]) expect((await browser.signIn()).status).toBe(503);
    emulator.faults.clear();
    expect(await browser.isSignedIn()).toBe(true);
    expect((await browser.signIn(people.admin, { query: '?prompt=login' })).headers.get('location')).toBe('/');
  });

  it.each([
    ['cancelled', '', 'cancel'],
    ['silent', '?prompt=none', undefined],
  ] as const)('%s sign-ins are none, however many', async (_kind, query, consent) => {
    for (const _time of [1, 2, 3, 4, 5]) {
      const callback = await browser.walkToCallback(people.noPhoto, { query, ...(consent && { consent }) });
      expect(await pageOf(await browser.get(callback))).toContain('href="/login');
    }
    expect((await browser.signIn(people.ordinary)).headers.get('location')).toBe('/');
  });

  it('what a foreign page has the browser open counts for nothing', async () => {
    for (const _time of [1, 2, 3, 4, 5]) {
      expect((await browser.get('/getAToken?error=access_denied&state=forged')).status).toBe(400);
    }
    expect((await browser.signIn()).headers.get('location')).toBe('/');
  });

  it.each(['garbage', '%', '', 'A'.repeat(3000)])('a cookie that is not ours counts for nothing: %j', async (value) => {
    await browser.setCookie('rounds', value);
    expect((await browser.signIn()).headers.get('location')).toBe('/');
  });
});
