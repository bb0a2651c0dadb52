import type { Request } from 'express';
import { CookieBrowser } from '../../../test/support/cookie-browser.js';
import { ManualClock } from '../../../test/support/manual-clock.js';
import { unitConfiguration } from '../../../test/support/unit-configuration.js';
import { BrowserSeeds } from './browser-seeds.js';
import { type PendingSignIn, PendingSignIns, type SignInPurpose } from './pending-sign-ins.js';

const CURRENT = 'the-current-session-secret-0123456789';
const OLDER = 'an-older-session-secret-0123456789';
const HOUR_MS = 60 * 60_000;
const LONGEST = `/${'a'.repeat(511)}`;

describe('PendingSignIns', () => {
  let clock: ManualClock;
  let browser: CookieBrowser;
  let seeds: BrowserSeeds;
  let pendingSignIns: PendingSignIns;

  beforeEach(() => {
    clock = new ManualClock();
    browser = new CookieBrowser();
    seeds = new BrowserSeeds(unitConfiguration(), clock);
    pendingSignIns = instance();
  });

  function instance(SESSION_SECRET = CURRENT): PendingSignIns {
    const configuration = unitConfiguration({ SESSION_SECRET });
    return new PendingSignIns(configuration, clock, seeds);
  }

  function begin(returnTo = '/profile', more: Partial<SignInPurpose> = {}, by = pendingSignIns): PendingSignIn {
    return begun(by, browser, browser.request(), { returnTo, answersChallenge: false, ...more });
  }

  function begun(by: PendingSignIns, at: CookieBrowser, request: Request, purpose: SignInPurpose): PendingSignIn {
    const { pending, keep } = by.begin(request, purpose);
    keep(at.response);
    return pending;
  }

  const open = (state: string, by = pendingSignIns, at = browser) => by.open(at.request(), state);
  const plain = (pending: PendingSignIn | undefined) =>
    pending && { ...pending, codeVerifier: pending.codeVerifier.reveal() };

  it('come back as they went, by their state', () => {
    for (const answersChallenge of [true, false]) {
      for (const returnTo of ['/', '/profile?x="y"', '/\u6f22', LONGEST]) {
        const began = begin(returnTo, { answersChallenge });
        expect(began).toMatchObject({ returnTo, answersChallenge, isExpired: false });
        expect(plain(open(began.state))).toEqual(plain(began));
      }
    }
  });

  it('come back on any instance, which need not be the one where they began', () => {
    const began = begin();
    expect(plain(open(began.state, instance()))).toEqual(plain(began));
  });

  it('are as many as there are tabs, and put nothing into the browser but its seed', () => {
    const began = Array.from({ length: 100 }, (_unused, tab) => begin(`/${tab}`));
    expect(browser.cookies.size).toBe(1);
    for (const { state, returnTo } of began.reverse()) expect(open(state)?.returnTo).toBe(returnTo);
  });

  it('are there for every tab that the browser opened at once', () => {
    const asThen = browser.request();
    const began = Array.from({ length: 25 }, (_unused, tab) =>
      begun(pendingSignIns, browser, asThen, { returnTo: `/${tab}`, answersChallenge: false }),
    );
    for (const one of began) expect(plain(open(one.state))).toEqual(plain(one));
  });

  it('never have a state, nonce or verifier twice', () => {
    const began = Array.from({ length: 100 }, () => begin());
    const values = began.flatMap(({ state, nonce, codeVerifier }) => [state, nonce, codeVerifier.reveal()]);
    expect(new Set(values).size).toBe(300);
  });

  it('have a nonce of 256 bits and a verifier as RFC 7636 wants it', () => {
    const { nonce, codeVerifier } = begin();
    expect(nonce).toMatch(/^[\w-]{43}$/);
    expect(codeVerifier.reveal()).toMatch(/^[\w-]{43}$/);
  });

  it('are not there in another browser', () => {
    const { state } = begin();
    const other = new CookieBrowser();
    expect(open(state, pendingSignIns, other)).toBeUndefined();
    begun(pendingSignIns, other, other.request(), { returnTo: '/', answersChallenge: false });
    expect(open(state, pendingSignIns, other)).toBeUndefined();
  });

  it('show nothing of what is in them', () => {
    const { state, nonce, codeVerifier } = begin('/a-path-of-somebody');
    const seen = `${state} ${Buffer.from(state, 'base64url').toString('latin1')} ${[...browser.cookies].join()}`;
    for (const secret of ['/a-path', nonce, codeVerifier.reveal()]) expect(seen).not.toContain(secret);
  });

  it('are short in an address: about a hundred characters, 760 for the longest way back', () => {
    expect(begin('/profile').state.length).toBeLessThan(100);
    expect(begin(LONGEST).state.length).toBeLessThanOrEqual(760);
    expect(begin(`/${'\u6f22'.repeat(56)}`).state.length).toBeLessThanOrEqual(760);
  });

  it('expire after an hour, and still know the way back for the rest of the day', () => {
    const { state } = begin('/profile');
    clock.advance(HOUR_MS);
    expect(open(state)).toMatchObject({ returnTo: '/profile', isExpired: false });
    clock.advance(1);
    expect(open(state)).toMatchObject({ returnTo: '/profile', isExpired: true });
    clock.advance(22 * HOUR_MS);
    expect(open(state)).toMatchObject({ returnTo: '/profile', isExpired: true });
  });

  describe('when secrets are rotated', () => {
    it('still open while the secret that sealed them is listed', () => {
      const { state } = begin('/', {}, instance(OLDER));
      expect(open(state, instance(`${CURRENT},${OLDER}`))).toBeDefined();
    });

    it('are sealed with the first', () => {
      const { state } = begin('/', {}, instance(`${CURRENT},${OLDER}`));
      expect(open(state, instance(OLDER))).toBeUndefined();
      expect(open(state, instance(CURRENT))).toBeDefined();
    });

    it('are gone with their secret', () => {
      const { state } = begin('/', {}, instance(OLDER));
      expect(open(state, instance(CURRENT))).toBeUndefined();
    });
  });

  it('are not there for a state that was changed anywhere, or made up', () => {
    const { state } = begin();
    const bytes = Buffer.from(state, 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(open(changed.toString('base64url'))).toBeUndefined();
      expect(open(bytes.subarray(0, at).toString('base64url'))).toBeUndefined();
    }
    for (const spelling of [`${state}=`, `${state}.`, ` ${state}`, state.replaceAll('-', '+')]) {
      if (spelling !== state) expect(open(spelling)).toBeUndefined();
    }
    for (const made of ['', 'state', '%', '\u00e9', 'AQ'.repeat(400)]) expect(open(made)).toBeUndefined();
  });
});
