import { Secret } from '../../config/secret.js';
import { CookieBrowser } from '../../test/support/cookie-browser.js';
import { ManualClock } from '../../test/support/manual-clock.js';
import { unitConfiguration } from '../../test/support/unit-configuration.js';
import { type PendingSignIn, PendingSignIns } from './pending-sign-ins.js';

const CURRENT = 'the-current-session-secret-0123456789';
const OLDER = 'an-older-session-secret-0123456789';
const TEN_MINUTES_MS = 10 * 60_000;

function pendingSignIn(state = 'state'): PendingSignIn {
  return {
    state,
    nonce: `nonce of ${state}`,
    codeVerifier: new Secret(`verifier of ${state}`),
    returnTo: `/${state}`,
  };
}

describe('PendingSignIns', () => {
  let clock: ManualClock;
  let browser: CookieBrowser;
  let pendingSignIns: PendingSignIns;

  beforeEach(() => {
    clock = new ManualClock();
    browser = new CookieBrowser();
    pendingSignIns = instance();
  });

  function instance(env: Record<string, string> = {}): PendingSignIns {
    return new PendingSignIns(unitConfiguration({ SESSION_SECRET: CURRENT, ...env }), clock);
  }

  function add(state: string, at = browser): void {
    pendingSignIns.add(at.request(), at.response, pendingSignIn(state));
  }

  function take(state: string, by = pendingSignIns, at = browser): PendingSignIn | undefined {
    return by.take(at.request(), at.response, state);
  }

  it('come back as they went, by their state', () => {
    add('state');
    const taken = take('state');
    expect(taken).toMatchObject({ state: 'state', nonce: 'nonce of state', returnTo: '/state' });
    expect(taken?.codeVerifier.reveal()).toBe('verifier of state');
  });

  it('come back on any instance, which need not be the one where they began', () => {
    add('state');
    expect(take('state', instance())?.nonce).toBe('nonce of state');
  });

  it('do not disturb each other in several tabs', () => {
    for (const state of ['one', 'two', 'three']) add(state);
    for (const state of ['two', 'three', 'one']) expect(take(state)?.returnTo).toBe(`/${state}`);
  });

  it('are consumed: the same answer does not count twice', () => {
    add('state');
    expect(take('state')).toBeDefined();
    expect(browser.cookies.size).toBe(0);
    expect(take('state')).toBeUndefined();
  });

  it('are not there for another state, and stay open', () => {
    add('state');
    for (const state of ['other', 'State', 'state ', '']) expect(take(state)).toBeUndefined();
    expect(browser.cleared).toEqual([]);
    expect(take('state')).toBeDefined();
  });

  it('are not there in another browser', () => {
    add('state');
    expect(take('state', pendingSignIns, new CookieBrowser())).toBeUndefined();
  });

  describe('their cookies', () => {
    it.each([
      ['http on this machine', {}, /^sign-in-[\w-]{16}$/, false],
      ['https', { BASE_URL: 'https://app.example' }, /^__Host-sign-in-[\w-]{16}$/, true],
    ])('live ten minutes and are read by nobody else on %s', (_scheme, env, name, secure) => {
      pendingSignIns = instance(env);
      add('state');
      const [cookie = ''] = [...browser.cookies.keys()];
      expect(cookie).toMatch(name);
      const options = { httpOnly: true, sameSite: 'lax', path: '/', secure };
      expect(browser.options.get(cookie)).toEqual({ ...options, maxAge: TEN_MINUTES_MS });
      take('state');
      expect(browser.options.get(cookie)).toEqual(options);
    });

    it('show nothing of what is in them, the state included', () => {
      add('state');
      const [[name, value] = ['', '']] = [...browser.cookies];
      const text = `${name} ${value} ${Buffer.from(value, 'base64url').toString('latin1')}`;
      expect(text).not.toMatch(/state|nonce|verifier|returnTo/);
    });
  });

  describe('expire', () => {
    it('after ten minutes, also when the browser keeps the cookie', () => {
      add('state');
      clock.advance(TEN_MINUTES_MS);
      expect(take('state')).toBeDefined();
      add('state');
      clock.advance(TEN_MINUTES_MS + 1);
      expect(take('state')).toBeUndefined();
    });
  });

  describe('are five at most', () => {
    it('the oldest gives way, whatever the order of the cookies', () => {
      for (let number = 1; number <= 5; number += 1) {
        add(`state ${number}`);
        clock.advance(1000);
      }
      const shuffled = [...browser.cookies].reverse();
      browser.cookies.clear();
      for (const [name, value] of shuffled) browser.cookies.set(name, value);
      add('state 6');
      expect(browser.cookies.size).toBe(5);
      expect(take('state 1')).toBeUndefined();
      for (let number = 2; number <= 6; number += 1) expect(take(`state ${number}`)).toBeDefined();
    });

    it('so nobody fills a browser up by opening sign-ins', () => {
      for (let number = 0; number < 50; number += 1) add(`state ${number}`);
      expect(browser.cookies.size).toBe(5);
    });

    it('cookies that can not be read give way first', () => {
      for (let number = 1; number <= 4; number += 1) add(`state ${number}`);
      browser.cookies.set('sign-in-AAAAAAAAAAAAAAAA', 'garbage');
      add('state 5');
      expect(browser.cookies.has('sign-in-AAAAAAAAAAAAAAAA')).toBe(false);
      for (let number = 1; number <= 5; number += 1) expect(take(`state ${number}`)).toBeDefined();
    });

    it('other cookies are left alone', () => {
      const others = ['session', 'theme', 'not-sign-in-x', '__Host-sign-in-x'];
      for (const name of others) browser.cookies.set(name, 'value');
      for (let number = 0; number < 10; number += 1) add(`state ${number}`);
      for (const name of others) expect(browser.cookies.get(name)).toBe('value');
      expect(browser.cookies.size).toBe(others.length + 5);
    });
  });

  describe('when secrets are rotated', () => {
    it('still open while the secret that sealed them is listed', () => {
      pendingSignIns = instance({ SESSION_SECRET: OLDER });
      add('state');
      expect(take('state', instance({ SESSION_SECRET: `${CURRENT},${OLDER}` }))).toBeDefined();
    });

    it('are sealed with the first', () => {
      pendingSignIns = instance({ SESSION_SECRET: `${CURRENT},${OLDER}` });
      add('state');
      const copy = new CookieBrowser();
      for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
      expect(take('state', instance({ SESSION_SECRET: OLDER }), copy)).toBeUndefined();
      expect(take('state', instance({ SESSION_SECRET: CURRENT }))).toBeDefined();
    });

    it('are gone with their secret', () => {
      pendingSignIns = instance({ SESSION_SECRET: OLDER });
      add('state');
      expect(take('state', instance({ SESSION_SECRET: CURRENT }))).toBeUndefined();
    });
  });

  describe('that were tampered with', () => {
    const nameOf = (state: string): string => {
      const scratch = new CookieBrowser();
      add(state, scratch);
      return [...scratch.cookies.keys()][0] ?? '';
    };

    it.each(['', 'garbage', '%', '%FF%C3', 'é', 'AQ'.repeat(50), '"quoted"', 'A'.repeat(4000)])(
      'are not there, and the cookie goes: %j',
      (value) => {
        const name = nameOf('state');
        browser.cookies.set(name, value);
        expect(take('state')).toBeUndefined();
        expect(browser.cookies.has(name)).toBe(false);
      },
    );

    it('are not there under the name of another', () => {
      add('mine');
      const [value = ''] = [...browser.cookies.values()];
      browser.cookies.set(nameOf('theirs'), value);
      expect(take('theirs')).toBeUndefined();
    });

    it('do no harm when the next one begins', () => {
      browser.cookies.set('sign-in-', '');
      browser.cookies.set('sign-in-__proto__', '%');
      browser.cookies.set('sign-in-x', 'é'.repeat(100));
      add('state');
      expect(take('state')).toBeDefined();
    });
  });
});
