import { people } from '../../tools/emulator/index.js';
import { pageOf, problemOf, sessionCookiesOf } from '../support/answers.js';
import { JSON_ONLY } from '../support/browser.js';
import { describeService } from '../support/describe-service.js';

describeService('while the store is unreachable', {}, ({ service, clock, store, browser: adele }) => {
  beforeEach(() => adele.signedIn());

  it.each([
    ['GET', '/profile'],
    ['GET', '/profile/photo'],
    ['GET', '/session'],
    ['GET', '/'],
    ['GET', '/logout'],
    ['POST', '/logout'],
  ])('%s %s is 503, never "signed out", and the cookie stays', async (method, path) => {
    const cookie = await adele.cookie('session');
    store.fail();
    const asProgram = await adele.request(path, { method, accept: JSON_ONLY });
    expect(asProgram.status).toBe(503);
    expect(await problemOf(asProgram)).toMatchObject({ code: 'store_unavailable' });
    const asBrowser = await adele.request(path, { method });
    expect(asBrowser.status).toBe(503);
    const page = await pageOf(asBrowser);
    expect(page).not.toContain('redis.internal.example');
    for (const response of [asProgram, asBrowser]) {
      expect(response.headers.getSetCookie()).toEqual([]);
      expect(response.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
      expect(response.headers.get('location')).toBeNull();
    }
    expect(await adele.cookie('session')).toBe(cookie);

    store.recover();
    expect(await adele.isSignedIn()).toBe(true);
    expect((await adele.get('/profile', { accept: JSON_ONLY })).status).toBe(200);
  });

  it('people without a cookie still see the home page, the sign-in and that they are not signed in', async () => {
    store.fail();
    const browser = service.browser();
    expect((await browser.get('/')).status).toBe(200);
    expect((await browser.get('/login')).status).toBe(302);
    expect((await browser.json('/session')).body).toEqual({ signedIn: false });
    expect((await browser.get('/profile', { accept: JSON_ONLY })).status).toBe(401);
  });

  it('a sign-in can’t be finished: a 503 page, no session, and the former one is kept', async () => {
    const newcomer = service.browser();
    for (const browser of [newcomer, adele]) {
      const callback = await browser.walkToCallback(people.ordinary);
      store.fail();
      const response = await browser.get(callback);
      expect(response.status).toBe(503);
      await pageOf(response);
      expect(sessionCookiesOf(response)).toEqual([]);
      store.recover();
    }
    expect(await newcomer.isSignedIn()).toBe(false);
    expect(await adele.isSignedIn()).toBe(true);
    expect((await newcomer.signIn()).headers.get('location')).toBe('/');
  });

  it('a sign-out that could not be kept is no sign-out', async () => {
    store.fail(['delete']);
    const response = await adele.post('/logout');
    expect(response.status).toBe(503);
    expect(response.headers.get('location')).toBeNull();
    store.recover();
    expect(await adele.isSignedIn()).toBe(true);
    expect((await adele.post('/logout')).status).toBe(303);
    expect(await adele.isSignedIn()).toBe(false);
  });

  it.each([['put'], ['add'], ['addToIndex'], ['delete']] as const)(
    'a sign-in whose %s fails signs nobody in half',
    async (method) => {
      const former = await adele.cookie('session');
      const callback = await adele.walkToCallback(people.ordinary);
      store.fail([method]);
      expect((await adele.get(callback)).status).toBe(503);
      store.recover();
      expect(await adele.cookie('session')).toBe(former);
      expect((await adele.get('/profile', { accept: JSON_ONLY })).status).toBe(200);
    },
  );

  it.each([['extend'], ['addToIndex']] as const)(
    'serves whoever is signed in while %s fails, and keeps the session alive afterwards',
    async (method) => {
      store.fail([method]);
      for (const minutes of [2, 28]) {
        clock.advance(minutes * 60_000);
        for (const path of ['/profile', '/session', '/']) {
          expect((await adele.get(path, { accept: JSON_ONLY })).status).toBe(200);
        }
      }
      store.recover();
      expect((await adele.get('/profile', { accept: JSON_ONLY })).status).toBe(200);
      clock.advance(59 * 60_000);
      expect(await adele.isSignedIn()).toBe(true);
    },
  );

  it('is not ready, and ready again afterwards without a restart', async () => {
    store.fail();
    const down = await service.browser().json('/readyz');
    expect(down.status).toBe(503);
    expect(down.body).toMatchObject({ error: { store: { status: 'down' } } });
    store.recover();
    expect((await service.browser().json('/readyz')).status).toBe(200);
  });
});
