import { parse } from 'cookie';
import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { CookieBrowser } from '../../test/support/cookie-browser.js';
import { unitConfiguration } from '../../test/support/unit-configuration.js';
import { newSessionId, SessionCookie } from './session-cookie.js';

const CURRENT = 'the-current-session-secret-0123456789';
const OLDER = 'an-older-session-secret-0123456789';
const HTTPS = { BASE_URL: 'https://app.example' };

function cookieOf(env: Record<string, string> = {}): SessionCookie {
  return new SessionCookie(unitConfiguration({ SESSION_SECRET: CURRENT, ...env }));
}

function withCookie(header: string) {
  return { headers: { cookie: header } };
}

describe('SessionCookie', () => {
  it.each([
    ['https', '__Host-session', HTTPS, true],
    ['https with a port', '__Host-session-8443', { ...HTTPS, BASE_URL: 'https://app.example:8443' }, true],
    ['http on this machine', 'session-5000', {}, false],
    ['http on port 80', 'session-80', { BASE_URL: 'http://localhost' }, false],
  ])('on %s is named %s and can not be read by scripts or sent by foreign forms', (_scheme, name, env, secure) => {
    const browser = new CookieBrowser();
    cookieOf(env).write(browser.response, newSessionId());
    expect([...browser.cookies.keys()]).toEqual([name]);
    expect(browser.options.get(name)).toEqual({ httpOnly: true, sameSite: 'lax', path: '/', secure });
  });

  it('lets the browser forget it when it closes', () => {
    const browser = new CookieBrowser();
    cookieOf().write(browser.response, newSessionId());
    expect(browser.options.get('session-5000')).not.toHaveProperty('maxAge');
    expect(browser.options.get('session-5000')).not.toHaveProperty('expires');
  });

  it('is taken back with the options that it was set with', () => {
    const browser = new CookieBrowser();
    const cookie = cookieOf(HTTPS);
    cookie.write(browser.response, newSessionId());
    const setWith = browser.options.get('__Host-session');
    cookie.clear(browser.response);
    expect(browser.cookies.size).toBe(0);
    expect(browser.options.get('__Host-session')).toEqual(setWith);
  });

  it('brings the session id back', () => {
    const browser = new CookieBrowser();
    const id = newSessionId();
    browser.cookies.set('another', 'cookie');
    cookieOf().write(browser.response, id);
    expect(cookieOf().read(browser.request())?.reveal()).toBe(id.reveal());
  });

  it('holds an id of 256 random bits', () => {
    const ids = Array.from({ length: 100 }, () => newSessionId().reveal());
    expect(new Set(ids).size).toBe(100);
    for (const id of ids) expect(Buffer.from(id, 'base64url')).toHaveLength(32);
  });

  it('is none when there is no cookie at all', () => {
    expect(cookieOf().read(new CookieBrowser().request())).toBeUndefined();
  });

  describe('when secrets are rotated', () => {
    it('is still read while the secret that signed it is listed', () => {
      const browser = new CookieBrowser();
      const id = newSessionId();
      cookieOf({ SESSION_SECRET: OLDER }).write(browser.response, id);
      const rotated = cookieOf({ SESSION_SECRET: `${CURRENT},${OLDER}` });
      expect(rotated.read(browser.request())?.reveal()).toBe(id.reveal());
    });

    it('is signed with the first', () => {
      const browser = new CookieBrowser();
      const id = newSessionId();
      cookieOf({ SESSION_SECRET: `${CURRENT},${OLDER}` }).write(browser.response, id);
      expect(cookieOf({ SESSION_SECRET: CURRENT }).read(browser.request())?.reveal()).toBe(id.reveal());
      expect(cookieOf({ SESSION_SECRET: OLDER }).read(browser.request())).toBeUndefined();
    });

    it('is worth nothing when the secret is gone', () => {
      const browser = new CookieBrowser();
      cookieOf({ SESSION_SECRET: OLDER }).write(browser.response, newSessionId());
      expect(cookieOf({ SESSION_SECRET: CURRENT }).read(browser.request())).toBeUndefined();
    });
  });

  describe('that we did not sign', () => {
    const browser = new CookieBrowser();
    cookieOf().write(browser.response, newSessionId());
    const genuine = browser.cookies.get('session-5000') ?? '';
    const [id = '', signature = ''] = genuine.split('.');
    const otherId = newSessionId().reveal();

    it('is told from one that we did', () => {
      expect(
        cookieOf()
          .read(withCookie(`session-5000=${genuine}`))
          ?.reveal(),
      ).toBe(id);
    });

    it.each<[string, string]>([
      ['nothing', ''],
      ['a dot', '.'],
      ['many dots', '.'.repeat(200)],
      ['an id without a signature', id],
      ['an id with an empty signature', `${id}.`],
      ['a signature without an id', `.${signature}`],
      ['the signature of another id', `${otherId}.${signature}`],
      ['the id as its own signature', `${id}.${id}`],
      ['the parts in the wrong order', `${signature}.${id}`],
      ['a signature in lower case', `${id}.${signature.toLowerCase()}`],
      ['a signature that is a letter short', `${id}.${signature.slice(1)}`],
      ['a signature that is a letter too long', `${id}.${signature}A`],
      ['an id that is a letter too long', `${id}A.${signature}`],
      ['a raw multibyte letter in a signature of the right length', `${id}.${signature.slice(1)}é`],
      ['an encoded multibyte letter in a signature of the right length', `${id}.${signature.slice(1)}%C3%A9`],
      ['a signature of nothing but multibyte letters', `${id}.${encodeURIComponent('漢'.repeat(43))}`],
      ['a signature with half an emoji’s length', `${id}.${signature.slice(2)}${encodeURIComponent('😀')}`],
      ['a zero byte in a signature of the right length', `${id}.${signature.slice(1)}%00`],
      ['an id with a multibyte letter', `${id.slice(1)}%C3%A9.${signature}`],
      ['a broken escape', `${id}.${signature.slice(3)}%E0%`],
      ['an escape that is no UTF-8', `${id}.${signature.slice(1)}%FF`],
      ['quotes', `"${genuine}`],
      ['something long', `${'A'.repeat(10_000)}.${'B'.repeat(10_000)}`],
      ['a signature for another purpose', `${id}.${createHmac('sha256', CURRENT).update(id).digest('base64url')}`],
    ])('is none: %s', (_what, value) => {
      expect(cookieOf().read(withCookie(`session-5000=${value}`))).toBeUndefined();
    });

    it.each([
      'session-5000',
      '=',
      ';;;',
      'session-5000=;session-5000=',
      '__proto__=x',
      'constructor=x',
      `Session-5000=${genuine}`,
    ])('is none in the header %j', (header) => expect(cookieOf().read(withCookie(header))).toBeUndefined());

    it('is none under the name of the other scheme', () => {
      expect(cookieOf(HTTPS).read(withCookie(`session-5000=${genuine}`))).toBeUndefined();
      expect(cookieOf().read(withCookie(`__Host-session=${genuine}`))).toBeUndefined();
    });
  });

  it('is none whatever stands in the header, unless it is the one that we signed', () => {
    const browser = new CookieBrowser();
    const genuineId = newSessionId();
    cookieOf().write(browser.response, genuineId);
    const genuine = browser.cookies.get('session-5000') ?? '';
    const letter = fc.constantFrom('é', '%', '%c3%a9', '.', '=', '"', ';', ',', ' ', 'A', '\0', '漢');
    const changed = fc
      .tuple(fc.nat(), fc.oneof(letter, fc.string({ unit: 'binary', maxLength: 5 })), fc.nat({ max: 3 }))
      .map(([at, text, removed]) => {
        const index = at % (genuine.length + 1);
        return `session-5000=${genuine.slice(0, index)}${text}${genuine.slice(index + removed)}`;
      });
    const anything = fc.string({ unit: 'binary', maxLength: 300 });
    fc.assert(
      fc.property(fc.oneof(changed, anything), (header) => {
        const [id, signature] = (parse(header)['session-5000'] ?? '').split('.');
        const isGenuine = `${id}.${signature}` === genuine;
        expect(cookieOf().read(withCookie(header))?.reveal()).toBe(isGenuine ? genuineId.reveal() : undefined);
      }),
      { numRuns: 2000 },
    );
  });
});
