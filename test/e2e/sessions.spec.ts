import { createHmac, randomBytes } from 'node:crypto';
import { people } from '../../tools/emulator/index.js';
import { pageOf, problemOf, sessionCookiesOf } from '../support/answers.js';
import { JSON_ONLY } from '../support/browser.js';
import { describeService } from '../support/describe-service.js';

const SECRET = 'a-session-secret-of-the-tests-0123456789';
const OLDER_SECRET = 'an-older-secret-of-the-tests-0123456789';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describeService('sessions', { env: { SESSION_SECRET: `${SECRET},${OLDER_SECRET}` } }, ({ service, clock, browser }) => {
  /** What the service says to a bare request with this cookie. */
  async function statusWith(cookie: string): Promise<number> {
    const response = await fetch(`${service.url}/profile`, { headers: { accept: JSON_ONLY, cookie } });
    if (response.status !== 200) await problemOf(response);
    return response.status;
  }

  describe('the cookie', () => {
    it('holds a random id and its signature, and keeps to this host and to HTTP', async () => {
      const callback = await browser.signIn();
      const cookies = sessionCookiesOf(callback);
      expect(cookies).toEqual([
        expect.stringMatching(/^session-\d+=[\w-]{43}\.[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/),
      ]);
    });

    it('is given at sign-in and at no other request', async () => {
      await browser.signedIn();
      for (const path of ['/', '/profile', '/session', '/profile/photo', '/logout', '/nowhere']) {
        expect((await browser.get(path)).headers.getSetCookie()).toEqual([]);
      }
    });

    it.each<[string, (value: string) => string]>([
      ['another id', (value) => `${randomBytes(32).toString('base64url')}.${value.split('.')[1]}`],
      ['one letter of the id changed', (value) => (value.startsWith('A') ? 'B' : 'A') + value.slice(1)],
      ['one letter of the signature changed', (value) => value.slice(0, 50) + swap(value[50]) + value.slice(51)],
      ['no signature', (value) => value.split('.')[0] ?? ''],
      ['an empty signature', (value) => `${value.split('.')[0]}.`],
      ['a shorter signature', (value) => value.slice(0, -1)],
      ['a signature in another alphabet', (value) => `${value.split('.')[0]}.${'%C3%A9'.repeat(43)}`],
      ['a signature of our length in bytes', (value) => `${value.split('.')[0]}.${'%C3%A9'.repeat(21)}a`],
      ['a signature under a foreign secret', (value) => signed(value, 'somebody-elses-secret-0123456789-0123456')],
      ['a signature for another purpose', (value) => signed(value, SECRET, '')],
      ['an id that we never gave', () => signed(randomBytes(32).toString('base64url'), SECRET)],
      ['nothing', () => ''],
      ['a percent sign that escapes nothing', (value) => `%${value}`],
      ['quotes around it and more', (value) => `"${value}" x`],
    ])('signs nobody in with %s', async (_case, change) => {
      await browser.signedIn();
      const value = (await browser.cookie('session')) ?? '';
      expect(await statusWith(`${service.cookieName('session')}=${value}`)).toBe(200);
      expect(await statusWith(`${service.cookieName('session')}=${change(value)}`)).toBe(401);
      expect(await browser.isSignedIn()).toBe(true);
    });

    it('still verifies under an older secret, so that secrets can be changed', async () => {
      await browser.signedIn();
      const value = (await browser.cookie('session')) ?? '';
      expect(await statusWith(`${service.cookieName('session')}=${signed(value, OLDER_SECRET)}`)).toBe(200);
    });

    it('is read beside others, and under its own name only', async () => {
      await browser.signedIn();
      const value = (await browser.cookie('session')) ?? '';
      expect(await statusWith(`theme=dark; ${service.cookieName('session')}=${value}; x=1`)).toBe(200);
      const { port } = new URL(service.url);
      for (const name of ['session', `Session-${port}`, `__Host-session-${port}`, 'session-1', `x-session-${port}`]) {
        expect(await statusWith(`${name}=${value}`)).toBe(401);
      }
    });
  });

  describe('at each sign-in', () => {
    it('have a new id, and the former session dies', async () => {
      await browser.signedIn();
      const former = await browser.cookieHeader();
      expect(await statusWith(former)).toBe(200);

      await browser.signedIn();
      expect(await browser.cookieHeader()).not.toBe(former);
      expect(await statusWith(former)).toBe(401);
      expect(await browser.isSignedIn()).toBe(true);
    });

    it('never take an id that somebody planted', async () => {
      const attacker = await service.browser().signedIn(people.admin);
      const planted = (await attacker.cookie('session')) ?? '';
      const victim = service.browser();
      await victim.setCookie('session', planted);
      await victim.signIn(people.ordinary, { query: '?prompt=login' });
      expect(await victim.cookie('session')).not.toBe(planted);
      expect((await victim.json('/session')).body).toMatchObject({ user: { id: people.ordinary.oid } });
      expect(await statusWith(`${service.cookieName('session')}=${planted}`)).toBe(401);
    });

    it('belong to whoever signed in last, also another person', async () => {
      await browser.signedIn();
      const former = await browser.cookieHeader();
      await browser.signIn(people.admin, { query: '?prompt=select_account' });

      const { body } = await browser.json('/profile');
      expect(body).toMatchObject({
        user: { id: people.admin.oid, roles: ['Admin'] },
        profile: { id: people.admin.oid },
      });
      expect(await pageOf(await browser.get('/'))).not.toContain(people.ordinary.displayName);
      expect(await statusWith(former)).toBe(401);
    });

    it('stay as they are when the sign-in fails', async () => {
      await browser.signedIn();
      const answer = await browser.signIn(people.admin, {
        query: '?prompt=select_account',
        consent: 'cancel',
      });
      expect(answer.status).toBe(403);
      expect((await browser.json('/session')).body).toMatchObject({ user: { id: people.ordinary.oid } });
    });
  });

  describe('end', () => {
    it('after an hour without a request, whatever the browser does', async () => {
      await browser.signedIn();
      const cookie = await browser.cookieHeader();
      clock.advance(HOUR_MS - 2000);
      expect(await browser.isSignedIn()).toBe(true);
      clock.advance(3000);
      expect(await browser.isSignedIn()).toBe(false);
      expect(await statusWith(cookie)).toBe(401);
    });

    it('not while they are used', async () => {
      await browser.signedIn();
      for (let request = 0; request < 4; request += 1) {
        clock.advance(50 * MINUTE_MS);
        expect((await browser.get('/profile', { accept: JSON_ONLY })).status).toBe(200);
      }
    });

    it('twelve hours after sign-in, however much they are used', async () => {
      await browser.signedIn();
      const cookie = await browser.cookieHeader();
      for (let halfHour = 0; halfHour < 23; halfHour += 1) {
        clock.advance(30 * MINUTE_MS);
        expect((await browser.get('/profile/photo', { accept: JSON_ONLY })).status).toBe(200);
      }
      const { body } = await browser.json('/session');
      expect(body['idleExpiresAt']).toBe(body['absoluteExpiresAt']);
      clock.advance(30 * MINUTE_MS);
      expect(await statusWith(cookie)).toBe(401);
      expect(await browser.isSignedIn()).toBe(false);
    });

    it('once for all: a sign-in afterwards brings the old one not back', async () => {
      await browser.signedIn();
      const cookie = await browser.cookieHeader();
      clock.advance(2 * HOUR_MS);
      await browser.signedIn();
      expect(await statusWith(cookie)).toBe(401);
      expect(await browser.isSignedIn()).toBe(true);
    });
  });
});

function swap(letter: string | undefined): string {
  return letter === 'A' ? 'B' : 'A';
}

/** The id of a cookie's value with another signature. */
function signed(value: string, secret: string, purpose = 'session:'): string {
  const id = value.split('.')[0] ?? '';
  return `${id}.${createHmac('sha256', secret)
    .update(purpose + id)
    .digest('base64url')}`;
}
