import { people } from '../../tools/emulator/index.js';
import { locationOf, pageOf, problemOf, sessionCookiesOf } from '../support/answers.js';
import { type Browser, JSON_ONLY } from '../support/browser.js';
import { describeService } from '../support/describe-service.js';

describeService('GET /getAToken', {}, ({ service, emulator, clock, browser }) => {
  /** Answers that began no sign-in: no redirect, and no cookie of one. */
  function expectNoNewSignIn(response: Response): void {
    expect(response.headers.get('location')).toBeNull();
    expect(response.headers.getSetCookie().filter((cookie) => cookie.startsWith('sign-in'))).toEqual([]);
  }

  it('signs in under a new session id and goes to the home page', async () => {
    const response = await browser.signIn();
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe('/');
    expect(await browser.isSignedIn()).toBe(true);
    const { port } = new URL(service.url);
    const ours = (await browser.cookieNames()).filter((name) => !name.startsWith('emulator'));
    expect(ours.map((name) => name.replace(/^sign-in-\d+-/, 'sign-in-')).sort()).toEqual(
      ['rounds', 'session', 'sign-in'].map((name) => `${name}-${port}`),
    );
  });

  it('does not show code or state to the next page', async () => {
    const response = await browser.signIn();
    expect(response.headers.get('referrer-policy')).toBe('same-origin');
    expect(response.headers.get('location')).not.toContain('code');
    expect(response.headers.get('cache-control')).toContain('no-store');
  });

  describe.each([
    ['nothing', ''],
    ['an empty code', '?code=&state=x'],
    ['only a state', '?state=x'],
    ['parameters of somebody else', '?foo=bar&session_state=x'],
  ])('opened with %s', (_case, query) => {
    it('is a 400 page that offers a sign-in and starts none', async () => {
      const response = await browser.get(`/getAToken${query}`);
      expect(response.status).toBe(400);
      expectNoNewSignIn(response);
      expect(await pageOf(response)).toContain('href="/login"');
    });

    it('is a 400 problem for JSON callers', async () => {
      const response = await browser.get(`/getAToken${query}`, { accept: JSON_ONLY });
      expect(response.status).toBe(400);
      expectNoNewSignIn(response);
      expect(await problemOf(response)).toMatchObject({
        code: 'callback_incomplete',
        loginUrl: `${service.url}/login`,
      });
    });

    it('is the same for people who are signed in, and leaves them so', async () => {
      await browser.signedIn();
      const response = await browser.get(`/getAToken${query}`);
      expect(response.status).toBe(400);
      expectNoNewSignIn(response);
      expect(await browser.isSignedIn()).toBe(true);
    });
  });

  it('consumes no pending sign-in when it is opened without an answer', async () => {
    const callback = await browser.walkToCallback();
    expect((await browser.get(`/getAToken?state=${callback.searchParams.get('state')}`)).status).toBe(400);
    expect((await browser.get(callback)).status).toBe(302);
    expect(await browser.isSignedIn()).toBe(true);
  });

  describe.each([
    ['a code', '?code=abc&state=unknown'],
    ['an error', '?error=access_denied&error_description=AADSTS65004%3A+no&state=unknown'],
    ['a code and no state', '?code=abc'],
  ])('with %s for no pending sign-in', (_case, query) => {
    it('is a 400 page that names the causes', async () => {
      await browser.get('/login');
      const response = await browser.get(`/getAToken${query}`);
      expect(response.status).toBe(400);
      expectNoNewSignIn(response);
      const page = await pageOf(response);
      for (const cause of [/an hour/, /already finished/, /another browser/, /cookies/]) {
        expect(page).toMatch(cause);
      }
    });

    it('is a 400 problem for JSON callers', async () => {
      await browser.get('/login');
      const response = await browser.get(`/getAToken${query}`, { accept: JSON_ONLY });
      expect(response.status).toBe(400);
      expect(await problemOf(response)).toMatchObject({
        code: 'sign_in_not_pending',
        loginUrl: `${service.url}/login`,
      });
    });

    it('goes on to the home page when somebody is signed in', async () => {
      await browser.signedIn();
      const response = await browser.get(`/getAToken${query}`);
      expect(response.status).toBe(302);
      expect(response.headers.get('location')).toBe('/');
      expect(await browser.isSignedIn()).toBe(true);
    });
  });

  it('is harmless when opened a second time: on to the home page, still signed in', async () => {
    const callback = await browser.walkToCallback(people.ordinary, { query: '?returnTo=/profile' });
    expect((await browser.get(callback)).headers.get('location')).toBe('/profile');
    const session = await browser.cookie('session');

    const second = await browser.get(callback);
    expect(second.status).toBe(302);
    expect(second.headers.get('location')).toBe('/');
    expect(await browser.cookie('session')).toBe(session);
    expect(await browser.isSignedIn()).toBe(true);
  });

  describe('opened when nothing is pending for it, says why on a page of its own:', () => {
    const MINUTE_MS = 60_000;

    async function pageFor(browser: Browser, callback: URL): Promise<string> {
      const response = await browser.get(callback);
      expect(response.status).toBe(400);
      expectNoNewSignIn(response);
      expect(await browser.isSignedIn()).toBe(false);
      const page = await pageOf(response);
      expect(page).toContain('href="/login');
      return page;
    }

    it('it was used before, from the history after signing out', async () => {
      const callback = await browser.walkToCallback();
      await browser.get(callback);
      await browser.post('/logout');
      expect(await pageFor(browser, callback)).toContain('sign_in_finished');
    });

    it('it took longer than an hour', async () => {
      const callback = await browser.walkToCallback();
      clock.advance(61 * MINUTE_MS);
      expect(await pageFor(browser, callback)).toContain('sign_in_expired');
    });

    it('the browser sent no cookies', async () => {
      const callback = await service.browser().walkToCallback();
      expect(await pageFor(service.browser(), callback)).toContain('sign_in_without_cookies');
    });

    it('it began in another browser, of another person perhaps', async () => {
      const callback = await service.browser().walkToCallback(people.admin);
      const other = service.browser();
      await other.get('/login');
      expect(await pageFor(other, callback)).toContain('sign_in_not_pending');
    });
  });

  describe('when the page of a failure is loaded again', () => {
    const shown = (page: string) => /AADSTS\d+|<code>[a-z_]+<\/code> \(\d+\)/g[Symbol.match](page);

    it('shows the same failure: its code, Entra’s number and ids', async () => {
      const callback = await browser.walkToCallback(people.noMail, { consent: 'decline' });
      const first = await browser.get(callback);
      const page = await pageOf(first);
      const correlationId = /[\da-f]{8}-[\da-f-]{27}/.exec(page)?.[0] ?? 'none';
      for (const _time of [1, 2, 3, 4]) {
        const again = await browser.get(callback);
        expect(again.status).toBe(first.status);
        expectNoNewSignIn(again);
        const text = await pageOf(again);
        expect(shown(text)).toEqual(shown(page));
        expect(text).toContain(correlationId);
        expect(text).toContain('href="/login');
      }
      // Looking at it again is no further round.
      const { headers } = await browser.signIn(people.ordinary, { query: '?prompt=login' });
      expect(headers.get('location')).toBe('/');
    });

    it('shows an outage as one, for programs as well', async () => {
      emulator.faults.set('token-503', true);
      const callback = await browser.walkToCallback();
      expect((await browser.get(callback)).status).toBe(503);
      emulator.faults.clear();
      const again = await browser.get(callback, { accept: JSON_ONLY });
      expect(again.status).toBe(503);
      expect(await problemOf(again)).toMatchObject({ code: 'entra_unavailable' });
    });

    it('shows it to nobody else, and not once another sign-in has ended', async () => {
      const callback = await browser.walkToCallback(people.noMail, { consent: 'decline' });
      await browser.get(callback);
      const other = service.browser();
      await other.get('/login');
      expect(await problemOf(await other.get(callback, { accept: JSON_ONLY }))).toMatchObject({
        code: 'sign_in_not_pending',
      });
      expect((await browser.signIn(people.noPhoto, { query: '?prompt=login', consent: 'cancel' })).status).toBe(403);
      expect(await problemOf(await browser.get(callback, { accept: JSON_ONLY }))).toMatchObject({
        code: 'sign_in_finished',
      });
    });
  });

  it('signs nobody in with the answer that another browser was waiting for', async () => {
    const callback = await service.browser().walkToCallback(people.admin);
    const other = service.browser();
    await other.get('/login');
    expect((await other.get(callback)).status).toBe(400);
    expect(await other.isSignedIn()).toBe(false);
  });

  it('signs nobody in with the answer that another browser is finishing at this moment', async () => {
    const callback = await browser.walkToCallback(people.admin, { query: '?returnTo=/profile' });
    const strangers = [service.browser(), service.browser()];
    await strangers[1]?.get('/login');
    const [own, ...others] = await Promise.all([browser, ...strangers].map((each) => each.get(callback)));
    expect(own?.headers.get('location')).toBe('/profile');
    for (const response of others) {
      expect(response.status).toBe(400);
      expect(sessionCookiesOf(response)).toEqual([]);
    }
    for (const stranger of strangers) expect(await stranger.isSignedIn()).toBe(false);
  });

  it('signs nobody in with a code of another pending sign-in of the same browser', async () => {
    const first = await browser.walkToCallback();
    const second = await browser.walkToCallback();
    first.searchParams.set('state', second.searchParams.get('state') ?? '');
    const response = await browser.get(first);
    expect(response.status).toBe(400);
    await pageOf(response);
    expect(await browser.isSignedIn()).toBe(false);
  });

  it('keeps where the person wanted to go in the sign-in link of a failure', async () => {
    const callback = await browser.walkToCallback(people.noMail, {
      query: '?returnTo=/profile',
      consent: 'decline',
    });
    const page = await pageOf(await browser.get(callback));
    expect(page).toContain('href="/login?returnTo=/profile"');
    expect(locationOf(await browser.get('/login?returnTo=/profile')).origin).toBe(emulator.origin);
  });
});
