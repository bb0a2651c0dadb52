import { z } from 'zod';
import { CookieBrowser } from '../../../test/support/cookie-browser.js';
import { unitConfiguration } from '../../../test/support/unit-configuration.js';
import { SealedCookie } from './sealed-cookie.js';

const CURRENT = 'the-current-session-secret-0123456789';
const OLDER = 'an-older-session-secret-0123456789';
const VALUE = { name: 'Ada' };

describe('SealedCookie', () => {
  let browser: CookieBrowser;
  beforeEach(() => (browser = new CookieBrowser()));

  const cookie = (SESSION_SECRET = CURRENT, name = 'notes', env: Record<string, string> = {}) =>
    new SealedCookie(unitConfiguration({ SESSION_SECRET, ...env }), {
      name,
      schema: z.object({ name: z.string() }),
      lifetimeMs: 60_000,
    });

  it.each([
    ['http on this machine', 'notes-5000', {}, false],
    ['https', '__Host-notes', { BASE_URL: 'https://app.example' }, true],
  ])('brings back what it was given, on %s', (_scheme, name, env, secure) => {
    cookie(CURRENT, 'notes', env).write(browser.response, VALUE);
    expect(browser.options.get(name)).toEqual({
      httpOnly: true,
      sameSite: 'lax',
      path: '/',
      secure,
      maxAge: 60_000,
    });
    expect(browser.cookies.get(name)).not.toContain('Ada');
    expect(cookie(CURRENT, 'notes', env).read(browser.request())).toEqual(VALUE);
  });

  it('is read while the secret that sealed it is listed, and written under the first', () => {
    cookie(OLDER).write(browser.response, VALUE);
    expect(cookie(`${CURRENT},${OLDER}`).read(browser.request())).toEqual(VALUE);
    expect(cookie(CURRENT).read(browser.request())).toBeUndefined();
    cookie(`${CURRENT},${OLDER}`).write(browser.response, VALUE);
    expect(cookie(CURRENT).read(browser.request())).toEqual(VALUE);
    expect(cookie(OLDER).read(browser.request())).toBeUndefined();
  });

  it('is none under the name of another, cut off, empty or made up', () => {
    cookie().write(browser.response, VALUE);
    const sealed = browser.cookies.get('notes-5000') ?? '';
    browser.cookies.set('other-5000', sealed);
    expect(cookie(CURRENT, 'other').read(browser.request())).toBeUndefined();
    for (const value of [sealed.slice(0, -1), sealed.slice(1), '', 'x', '%', 'é'.repeat(40)]) {
      browser.cookies.set('notes-5000', value);
      expect(cookie().read(browser.request())).toBeUndefined();
    }
  });

  it('is none of another form, as an earlier version may have written it', () => {
    const former = new SealedCookie(unitConfiguration({ SESSION_SECRET: CURRENT }), {
      name: 'notes',
      schema: z.array(z.string()),
      lifetimeMs: 60_000,
    });
    former.write(browser.response, ['Ada']);
    expect(cookie().read(browser.request())).toBeUndefined();
  });
});
