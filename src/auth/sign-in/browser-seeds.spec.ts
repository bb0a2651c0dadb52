import type { Request } from 'express';
import { CookieBrowser } from '../../../test/support/cookie-browser.js';
import { ManualClock } from '../../../test/support/manual-clock.js';
import { unitConfiguration } from '../../../test/support/unit-configuration.js';
import { BrowserSeeds } from './browser-seeds.js';

const HOUR_MS = 60 * 60_000;

describe('BrowserSeeds', () => {
  let clock: ManualClock;
  let seeds: BrowserSeeds;
  let browser: CookieBrowser;

  beforeEach(() => {
    clock = new ManualClock();
    seeds = instance();
    browser = new CookieBrowser();
  });

  const instance = (env: Record<string, string> = {}) => new BrowserSeeds(unitConfiguration(env), clock);
  const current = (at = browser, by = seeds, request = at.request()) => {
    const { seed, keep } = by.current(request);
    keep(at.response);
    return seed.reveal();
  };
  const all = (at = browser) => seeds.all(at.request()).map((seed) => seed.reveal());

  /** What so many tabs are given, none of which knows what the others are. */
  function atOnce(tabs: number, by = seeds): string[] {
    const asThen = browser.request();
    return Array.from({ length: tabs }, () => current(browser, by, asThen));
  }

  it.each([
    ['http on this machine', {}, 'sign-in-5000', false],
    ['https', { BASE_URL: 'https://app.example' }, '__Host-sign-in', true],
  ])('lie in one small cookie for a day on %s', (_scheme, env, name, secure) => {
    const seed = current(browser, instance(env));
    expect([...browser.cookies]).toEqual([[name, seed]]);
    expect(seed).toMatch(/^[\w-]{27}$/);
    const options = { httpOnly: true, sameSite: 'lax', path: '/', secure, maxAge: 24 * HOUR_MS };
    expect(browser.options.get(name)).toEqual(options);
  });

  it('are 128 random bits', () => {
    const random = Array.from({ length: 100 }, () => {
      const fresh = new CookieBrowser();
      return Buffer.from(current(fresh), 'base64url').subarray(0, 16).toString('hex');
    });
    expect(new Set(random).size).toBe(100);
  });

  it('serve for every sign-in of the browser', () => {
    const seed = current();
    for (let tab = 0; tab < 50; tab += 1) expect(current()).toBe(seed);
    expect(browser.cookies.size).toBe(1);
  });

  it('serve for 23 hours, and the one that follows leaves them in place for what is pending', () => {
    const first = current();
    clock.advance(23 * HOUR_MS - 1000);
    expect(current()).toBe(first);
    clock.advance(2000);
    const second = current();
    expect(second).not.toBe(first);
    expect(all()).toEqual([second, first]);
  });

  it('are one for each of the tabs that are opened at once', () => {
    const given = atOnce(32);
    expect(new Set(given).size).toBe(32);
    expect(new Set(all())).toEqual(new Set(given));
    expect(given).toContain(current());
  });

  it('are 32 at most, below 1.7 kB together', () => {
    browser = new CookieBrowser();
    atOnce(100, instance({ BASE_URL: 'https://app.example:65535' }));
    expect(browser.cookies.size).toBe(32);
    const header = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    expect(header.length).toBeLessThan(1700);
  });

  it('have one place alone where tabs are opened one after another', () => {
    for (let visitor = 0; visitor < 5; visitor += 1) {
      const other = new CookieBrowser();
      current(other);
      expect([...other.cookies.keys()]).toEqual(['sign-in-5000']);
      clock.advance(2001);
    }
  });

  it('begin anywhere where there may be several instances, each asked by one of the tabs', () => {
    const env = { REDIS_URL: 'redis://localhost', SESSION_SECRET: 'the-session-secret-of-this-spec-0123' };
    const places = Array.from({ length: 200 }, () => {
      const other = new CookieBrowser();
      current(other, instance(env));
      return [...other.cookies.keys()][0];
    });
    expect(new Set(places).size).toBeGreaterThan(20);
  });

  it('count tabs at once by their address', () => {
    const from = (ip: string) => Object.assign(new CookieBrowser().request(), { ip }) as Request;
    for (const ip of ['192.0.2.1', '192.0.2.2']) current(browser, seeds, from(ip));
    expect([...browser.cookies.keys()]).toEqual(['sign-in-5000']);
  });

  it.each(['', 'x', '%', 'A'.repeat(26), 'A'.repeat(28), 'é'.repeat(27), '"'.repeat(27)])(
    'are none of another form: %j',
    (value) => {
      browser.cookies.set('sign-in-5000', value);
      expect(all()).toEqual([]);
      expect(current()).toMatch(/^[\w-]{27}$/);
    },
  );

  it('from the future do not serve: their cookie’s end is not ours', () => {
    const late = new ManualClock(clock.now() + HOUR_MS);
    const planted = current(browser, new BrowserSeeds(unitConfiguration(), late));
    expect(current()).not.toBe(planted);
  });
});
