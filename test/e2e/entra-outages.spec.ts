import { FAULT_NAMES } from '../../tools/emulator/index.js';
import { locationOf, pageOf, problemOf } from '../support/answers.js';
import { JSON_ONLY } from '../support/browser.js';
import { useService } from '../support/describe-service.js';
import { watchRequests } from '../support/watch-requests.js';

const COLD = { discoveryMs: 300 };
const WARM = { tokenMs: 600 };
/** While nothing was ever loaded, Entra is asked at most once in this time. */
const COLD_PAUSE_MS = 1000;
/** A deadline of a test and what the machine may add to it. */
const SOON_MS = 2000;
const HOUR_MS = 60 * 60_000;
/** Every fault of the documents, but for the one that leaves them readable. */
const DOCUMENT_FAULTS = FAULT_NAMES.filter(
  (name) => /^(discovery|keys)-/.test(name) && !name.endsWith('-content-type'),
);

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const result = await work;
  expect(performance.now() - startedAt).toBeLessThan(milliseconds);
  return result;
}

describe('when Entra fails', () => {
  const { service, emulator, clock, browser, start } = useService({ starts: 'when asked' });

  describe.each(DOCUMENT_FAULTS)('from the start, with %s', (fault) => {
    const { service, emulator, clock, browser } = useService({ faults: [fault], deadlines: COLD });

    beforeEach(() => emulator.faults.set(fault, true));

    it('the service lives, is not ready, and says why', async () => {
      expect((await service.browser().json('/healthz')).status).toBe(200);
      const { status: ready, body } = await service.browser().json('/readyz');
      expect(ready).toBe(503);
      expect(body).toMatchObject({
        status: 'error',
        info: { store: { status: 'up' } },
        error: { signingKeys: { status: 'down', message: expect.stringMatching(/keys/) as unknown } },
      });
    });

    it('signing in is a 503 page that offers to try again, in time', async () => {
      const page = await within(SOON_MS, service.browser().get('/login?returnTo=/profile'));
      expect(page.status).toBe(503);
      expect(page.headers.get('retry-after')).toBe('5');
      expect(page.headers.getSetCookie()).toEqual([]);
      expect(await pageOf(page)).toMatch(/href="\/login\?returnTo=\/profile"[^>]*>Try again/);
      const problem = await within(SOON_MS, service.browser().get('/login', { accept: JSON_ONLY }));
      expect(problem.status).toBe(503);
      expect(await problemOf(problem)).toMatchObject({ code: 'entra_not_loaded' });
    });

    it('what needs no Entra still works', async () => {
      expect((await browser.get('/')).status).toBe(200);
      expect((await browser.json('/session')).body).toEqual({ signedIn: false });
      expect((await browser.get('/profile')).status).toBe(302);
      expect((await browser.get('/assets/style.css')).status).toBe(200);
      const callback = await browser.get('/getAToken?code=a&state=b');
      expect(callback.status).toBe(400);
      expect(callback.headers.get('location')).toBeNull();
    });

    it('sign-ins work a second after Entra does', async () => {
      emulator.faults.clear();
      clock.advance(COLD_PAUSE_MS + 100);
      expect((await service.browser().signIn()).headers.get('location')).toBe('/');
      expect((await service.browser().json('/readyz')).status).toBe(200);
    });
  });

  it.each(['discovery-content-type', 'keys-content-type'] as const)(
    'with the right document under a wrong content type (%s), people sign in',
    async (fault) => {
      await start({ faults: [fault] });
      expect((await service.browser().signIn()).headers.get('location')).toBe('/');
    },
  );

  it('from the start by hanging, many who wait ask it once', async () => {
    await start({ faults: ['discovery-hang'], deadlines: COLD });
    const asked = () => emulator.requests.filter(({ endpoint }) => endpoint === 'discovery').length;
    const many = Array.from({ length: 15 }, () => service.browser().get('/login'));
    const answers = await within(SOON_MS, Promise.all(many));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
    expect(asked()).toBeLessThanOrEqual(3);
  });

  it.each(['from the start', 'once its documents are known'])(
    'by refusing discovery %s, it is asked once, not by everybody who signs in',
    async (since) => {
      await start({ faults: since === 'from the start' ? ['discovery-503'] : [] });
      await service.browser().get('/login');
      emulator.faults.set('discovery-503', true);
      clock.advance(2 * HOUR_MS);
      const requests = watchRequests(emulator);
      const answers = [];
      for (let person = 0; person < 10; person += 1) {
        answers.push((await service.browser().get('/login')).status);
      }
      expect(answers).toEqual(Array(10).fill(since === 'from the start' ? 503 : 302));
      expect(requests().filter(({ endpoint }) => endpoint === 'discovery')).toHaveLength(1);
    },
  );

  it('from the start, it becomes ready by itself', async () => {
    await start({ faults: ['discovery-503'] });
    const ready = async () => (await service.browser().json('/readyz')).status;
    expect(await ready()).toBe(503);
    emulator.faults.clear();
    const givenUpAt = performance.now() + 8000;
    while ((await ready()) !== 200 && performance.now() < givenUpAt) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await ready()).toBe(200);
  });

  describe('once its documents are known', () => {
    const { service, emulator, clock } = useService({ deadlines: WARM });

    beforeAll(() => service.browser().signedIn());

    it.each(DOCUMENT_FAULTS)('sign-ins go on with %s, also when the documents are old', async (fault) => {
      emulator.faults.set(fault, true);
      clock.advance(2 * HOUR_MS);
      for (const _time of [1, 2]) {
        const browser = service.browser();
        const callback = await browser.walkToCallback();
        expect((await within(SOON_MS, browser.get(callback))).headers.get('location')).toBe('/');
        expect((await browser.json('/profile')).status).toBe(200);
        expect((await service.browser().json('/readyz')).status).toBe(200);
      }
    });

    it('a token endpoint that answers 503 is a 503 with its Retry-After, no session and no loop', async () => {
      emulator.faults.set('token-503', true);
      emulator.faults.retryAfterSeconds = 17;
      for (const accept of [undefined, JSON_ONLY]) {
        const browser = service.browser();
        const callback = await browser.walkToCallback(undefined, { query: '?returnTo=/profile' });
        const response = await browser.get(callback, accept === undefined ? {} : { accept });
        expect(response.status).toBe(503);
        expect(response.headers.get('retry-after')).toBe('17');
        expect(response.headers.get('location')).toBeNull();
        if (accept === undefined) {
          expect(await pageOf(response)).toMatch(/href="\/login\?returnTo=\/profile"[^>]*>Try again/);
        } else expect(await problemOf(response)).toMatchObject({ code: 'entra_unavailable' });
        expect(await browser.isSignedIn()).toBe(false);
      }
      emulator.faults.clear();
      expect((await service.browser().signIn()).headers.get('location')).toBe('/');
    });

    it('a code is sent once, however the token endpoint fails', async () => {
      for (const [fault, status] of [
        ['token-503', 503],
        ['token-hang', 504],
      ] as const) {
        emulator.faults.set(fault, true, 1);
        const requests = watchRequests(emulator);
        const response = await service.browser().signIn();
        expect(response.status).toBe(status);
        expect(requests().filter(({ endpoint }) => endpoint === 'token')).toHaveLength(1);
      }
    });

    it('a token endpoint that hangs is a 504 within its deadline, and holds up nobody else', async () => {
      emulator.faults.set('token-hang', true, 1);
      const [hanging, other] = [service.browser(), service.browser()];
      const callbacks = [await hanging.walkToCallback(), await other.walkToCallback()] as const;
      const waiting = within(SOON_MS, hanging.get(callbacks[0]));
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect((await other.get(callbacks[1])).headers.get('location')).toBe('/');
      const response = await waiting;
      expect(response.status).toBe(504);
      expect(response.headers.get('location')).toBeNull();
      await pageOf(response);
      expect(await hanging.isSignedIn()).toBe(false);
      expect((await hanging.signIn()).headers.get('location')).toBe('/');
    });

    it('an outage at sign-in leaves the former session alone', async () => {
      const browser = service.browser();
      await browser.signIn();
      const session = await browser.cookie('session');
      emulator.faults.set('token-503', true);
      expect((await browser.signIn()).status).toBe(503);
      expect(await browser.cookie('session')).toBe(session);
      expect(await browser.isSignedIn()).toBe(true);
    });
  });

  it('by losing its key set at a rollover, sign-ins are refused clearly, and heal', async () => {
    await start();
    await browser.signIn();
    await emulator.rotateKeys();
    emulator.faults.set('keys-503', true);
    const refused = await within(SOON_MS, browser.signIn());
    expect(refused.status).toBe(503);
    await pageOf(refused);
    expect(await browser.isSignedIn()).toBe(true);

    emulator.faults.clear();
    clock.advance(15_000);
    expect((await browser.signIn()).headers.get('location')).toBe('/');
  });

  it('by going away altogether, sign-ins end on a page, signed-in people stay so and can sign out', async () => {
    await start();
    const adele = await service.browser().signedIn();
    const newcomer = service.browser();
    const callback = await newcomer.walkToCallback();
    await emulator.close();

    const response = await within(SOON_MS, newcomer.get(callback));
    expect(response.status).toBe(502);
    expect(await pageOf(response)).toContain('entra_unreachable');
    expect((await newcomer.get('/login')).status).toBe(302);
    const profile = await within(SOON_MS, adele.get('/profile', { accept: JSON_ONLY }));
    expect(profile.status).toBe(502);
    expect(await problemOf(profile)).toMatchObject({ code: 'graph_unreachable' });
    expect(await adele.isSignedIn()).toBe(true);
    const signOut = await adele.post('/logout');
    expect(signOut.status).toBe(303);
    expect(locationOf(signOut).origin).toBe(emulator.origin);
    expect(await adele.isSignedIn()).toBe(false);
  });
});
