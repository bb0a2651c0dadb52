import { people } from '../../tools/emulator/index.js';
import { pageOf } from '../support/answers.js';
import { JSON_ONLY } from '../support/browser.js';
import { describeService } from '../support/describe-service.js';

const MINUTE_MS = 60_000;
const NOTICE = 'You are signed out';

describeService('who is signed in', {}, ({ service, emulator, clock, browser: adele }) => {
  beforeEach(() => adele.signedIn());

  describe('GET /', () => {
    it('offers a link to sign in, and no form', async () => {
      const response = await service.browser().get('/');
      expect(response.status).toBe(200);
      expect(response.headers.get('vary')).toMatch(/\baccept\b/i);
      const page = await pageOf(response);
      expect(page).toMatch(/<a [^>]*href="\/login"/);
      expect(page).not.toContain('<form');
      expect(page).not.toContain(NOTICE);
    });

    it('says who is signed in, and offers the profile and to sign out', async () => {
      const page = await pageOf(await adele.get('/'));
      expect(page).toContain(people.ordinary.displayName);
      expect(page).toContain(people.ordinary.userPrincipalName);
      expect(page).toContain('href="/profile"');
      expect(page).toContain('<form method="post" action="/logout">');
      expect(page).not.toContain('href="/login"');
    });

    it('shows the signed-out notice with ?state=signed-out', async () => {
      expect(await pageOf(await service.browser().get('/?state=signed-out'))).toContain(NOTICE);
    });

    it.each(['?state=other', '?state=signed-out&state=x', '?state[x]=signed-out', '?state='])(
      'shows no notice with %s',
      async (query) => {
        const response = await service.browser().get(`/${query}`);
        expect(response.status).toBe(200);
        expect(await pageOf(response)).not.toContain(NOTICE);
      },
    );

    it('does not claim that somebody is signed out who is signed in', async () => {
      const page = await pageOf(await adele.get('/?state=signed-out'));
      expect(page).not.toContain(NOTICE);
      expect(page).toContain(people.ordinary.displayName);
    });

    it.each([JSON_ONLY, '*/*'])('answers %s as /session does', async (accept) => {
      for (const browser of [adele, service.browser()]) {
        const home = await browser.get('/', { accept });
        expect(home.status).toBe(200);
        expect(home.headers.get('vary')).toMatch(/\baccept\b/i);
        expect(await home.json()).toEqual(await (await browser.get('/session', { accept })).json());
      }
    });
  });

  describe('GET /session', () => {
    it('says that nobody is signed in, and no more', async () => {
      const { status, body, headers } = await service.browser().json('/session');
      expect(status).toBe(200);
      expect(body).toEqual({ signedIn: false });
      expect(headers.get('cache-control')).toContain('no-store');
    });

    it('says who is signed in and until when', async () => {
      const before = clock.now();
      const browser = await service.browser().signedIn(people.admin);
      const after = clock.now();
      const { body } = await browser.json('/session');
      const { idleExpiresAt, absoluteExpiresAt, ...rest } = body;
      expect(rest).toEqual({
        signedIn: true,
        user: {
          id: people.admin.oid,
          tenantId: emulator.tenantId,
          name: people.admin.displayName,
          username: people.admin.userPrincipalName,
          roles: ['Admin'],
        },
      });
      for (const [end, seconds] of [
        [idleExpiresAt, 3600],
        [absoluteExpiresAt, 43_200],
      ] as const) {
        expect(end).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        const signedInAt = Date.parse(String(end)) - seconds * 1000;
        expect(signedInAt).toBeGreaterThanOrEqual(before);
        expect(signedInAt).toBeLessThanOrEqual(after);
      }
    });

    it('is JSON for browsers too', async () => {
      const response = await adele.get('/session');
      expect(response.headers.get('content-type')).toMatch(/^application\/json\b/);
    });

    it('never extends the session, and neither do the home and sign-out pages', async () => {
      const { body: first } = await adele.json('/session');
      for (let minute = 0; minute < 59; minute += 10) {
        for (const path of ['/session', '/', '/logout', '/healthz', '/readyz', '/assets/style.css']) {
          expect((await adele.get(path)).status).toBe(200);
        }
        clock.advance(10 * MINUTE_MS);
      }
      clock.advance(-1 * MINUTE_MS);
      expect((await adele.json('/session')).body).toEqual(first);
      clock.advance(2 * MINUTE_MS);
      expect((await adele.json('/session')).body).toEqual({ signedIn: false });
    });

    it('shows that a request for the profile extended it, never beyond the absolute end', async () => {
      const { body: first } = await adele.json('/session');
      clock.advance(30 * MINUTE_MS);
      expect((await adele.get('/profile')).status).toBe(200);
      const { body: later } = await adele.json('/session');
      const moved = Date.parse(String(later['idleExpiresAt'])) - Date.parse(String(first['idleExpiresAt']));
      expect(moved).toBeGreaterThanOrEqual(30 * MINUTE_MS);
      expect(moved).toBeLessThan(31 * MINUTE_MS);
      expect(later['absoluteExpiresAt']).toBe(first['absoluteExpiresAt']);
    });
  });
});
