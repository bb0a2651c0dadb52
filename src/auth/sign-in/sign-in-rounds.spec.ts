import { CookieBrowser } from '../../../test/support/cookie-browser.js';
import { ManualClock } from '../../../test/support/manual-clock.js';
import { unitConfiguration } from '../../../test/support/unit-configuration.js';
import { Secret } from '../../../config/secret.js';
import { AppError } from '../../common/app-error.js';
import type { SessionService } from '../../session/session.service.js';
import { AuthorizationRefusedError } from './sign-in.errors.js';
import type { PendingSignIn } from './pending-sign-ins.js';
import { SignInRounds } from './sign-in-rounds.js';
import { entraErrors } from '../../entra/entra.errors.js';

const MINUTE_MS = 60_000;
const CLAIMS = JSON.stringify({ access_token: { acrs: { essential: true, value: 'c'.repeat(880) } } });

describe('SignInRounds', () => {
  let clock: ManualClock;
  let browser: CookieBrowser;
  let rounds: SignInRounds;
  let signedIn: boolean;

  beforeEach(() => {
    clock = new ManualClock();
    browser = new CookieBrowser();
    signedIn = false;
    const sessions = { read: () => Promise.resolve(signedIn ? {} : undefined) };
    rounds = new SignInRounds(unitConfiguration(), clock, sessions as unknown as SessionService);
  });

  const pending = (state: string, answersChallenge = false): PendingSignIn => ({
    state,
    nonce: '',
    codeVerifier: new Secret(''),
    returnTo: '/',
    answersChallenge,
    isExpired: false,
  });
  const end = (state: string, { challenged = false, failure }: { challenged?: boolean; failure?: unknown } = {}) =>
    rounds.end(browser.request(), browser.response, pending(state, challenged), failure);
  const loop = (returnTo = '/') => rounds.assertNoLoop(browser.request(), returnTo);
  const refused = (error: string, suberror?: string) =>
    new AuthorizationRefusedError({ error, suberror, claims: undefined, details: {} });

  it('are a loop when three ended within a minute and nobody is signed in, until a minute has passed', async () => {
    expect(end('1')).toBe(false);
    clock.advance(MINUTE_MS / 2);
    expect(end('2')).toBe(false);
    await expect(loop()).resolves.toBeUndefined();
    expect(end('3')).toBe(true);
    await expect(loop()).rejects.toMatchObject({ code: 'sign_in_loop', retryAfterSeconds: 30 });
    clock.advance(MINUTE_MS / 2);
    await expect(loop()).resolves.toBeUndefined();
  });

  it('are none while somebody is signed in, unless each of the three answered a challenge', async () => {
    signedIn = true;
    for (const state of ['1', '2', '3', '4']) end(state);
    await expect(loop()).resolves.toBeUndefined();
    for (const state of ['5', '6']) end(state, { challenged: true });
    await expect(loop()).resolves.toBeUndefined();
    end('7', { challenged: true });
    await expect(loop()).rejects.toMatchObject({ code: 'sign_in_loop', retryAfterSeconds: 60 });
  });

  it.each([
    ['cancelled', refused('access_denied', 'cancel'), false],
    ['silent', refused('login_required'), false],
    ['silent, with a question', refused('interaction_required'), false],
    ['declined', refused('access_denied'), true],
    ['refused', refused('invalid_request'), true],
    ['of an outage', new AppError(entraErrors.entra_timeout), true],
    ['with a question of the token endpoint', new AppError(entraErrors.sign_in_again), true],
    ['of a fault of ours', new TypeError('x'), true],
    ['good', undefined, true],
  ])('that are %s count towards a loop as they should', (_what, failure, counts) => {
    for (const state of ['1', '2']) end(state, { failure });
    expect(end('3', { failure })).toBe(counts);
  });

  it('are known again for a day, the last eight', () => {
    for (let state = 1; state <= 9; state += 1) end(String(state));
    const known = (state: string) => rounds.hasEnded(browser.request(), state);
    expect(known('1')).toBe(false);
    for (let state = 2; state <= 9; state += 1) expect(known(String(state))).toBe(true);
    expect(browser.options.get('rounds-5000')?.maxAge).toBe(24 * 60 * MINUTE_MS);
  });

  it('tell what came of the last one, of no other, and without Entra’s sentence', () => {
    const entra = {
      aadsts: 'AADSTS50105',
      text: 'A sentence.',
      correlationId: 'c',
      traceId: 't',
      timestamp: 'now',
    };
    end('1', { failure: new AppError(entraErrors.sign_in_refused, { entra }) });
    const { text: _text, ...ids } = entra;
    const refusal = (state: string) => rounds.refusal(browser.request(), state);
    expect(refusal('1')).toMatchObject({ code: 'sign_in_refused', status: 403, entra: ids });
    expect(refusal('1')?.entra).not.toHaveProperty('text');
    expect(refusal('2')).toBeUndefined();
    end('2');
    expect(refusal('1')).toBeUndefined();
    expect(refusal('2')).toBeUndefined();
  });

  describe('what the next sign-in has to ask for', () => {
    const challenge = { scopes: [], claims: CLAIMS };
    const asked = () => rounds.challenge(browser.request());
    const LATE_MS = 10 * MINUTE_MS;

    it.each<[string, () => unknown]>([
      ['of a refusal', () => end('1', { failure: new AppError(entraErrors.sign_in_refused, { challenge }) })],
      ['of a session that is over', () => rounds.keepChallenge(browser.request(), browser.response, challenge)],
    ])('%s is there for ten minutes', (_of, keep) => {
      keep();
      clock.advance(LATE_MS - 1);
      expect(asked()).toMatchObject(challenge);
      clock.advance(1);
      expect(asked()).toBeUndefined();
    });

    it('is over when a sign-in has ended', () => {
      rounds.keepChallenge(browser.request(), browser.response, challenge);
      end('1');
      expect(asked()).toBeUndefined();
    });

    it('is over when a sign-in asks for it, and the rounds stay', () => {
      end('1', { failure: new AppError(entraErrors.sign_in_refused, { challenge }) });
      rounds.dropChallenge(browser.request(), browser.response);
      expect(asked()).toBeUndefined();
      expect(rounds.hasEnded(browser.request(), '1')).toBe(true);
    });

    it('is over for whoever comes after a sign-out', () => {
      rounds.keepChallenge(browser.request(), browser.response, challenge);
      rounds.settle(browser.request(), browser.response);
      expect(asked()).toBeUndefined();
    });
  });

  it('of the future are none: a clock that was ahead locks nobody out', async () => {
    clock.advance(60 * MINUTE_MS);
    for (const state of ['1', '2', '3']) end(state);
    clock.advance(-60 * MINUTE_MS);
    await expect(loop()).resolves.toBeUndefined();
  });

  it('that lead back to one page four times are a loop whoever is signed in, and to no other page', async () => {
    signedIn = true;
    const back = (state: string, returnTo: string) =>
      rounds.end(browser.request(), browser.response, { ...pending(state), returnTo });
    for (const state of ['1', '2', '3']) back(state, '/profile');
    await expect(loop('/profile')).resolves.toBeUndefined();
    back('4', '/profile');
    await expect(loop('/profile')).rejects.toMatchObject({ code: 'sign_in_loop' });
    await expect(loop('/other')).resolves.toBeUndefined();
    await expect(loop('/')).resolves.toBeUndefined();
  });

  it('fit into a cookie of 2.6 kB, however much there is to remember', () => {
    const id = '00000000-0000-4000-8000-000000000000';
    const entra = {
      aadsts: 'AADSTS999999999',
      correlationId: id,
      traceId: id,
      timestamp: '2026-01-15 12:00:00Z',
    };
    const text = 'A sentence of Microsoft’s. '.repeat(20);
    for (let state = 1; state <= 12; state += 1) {
      const challenge = { scopes: [], claims: CLAIMS };
      end(String(state), {
        challenged: true,
        failure: new AppError(entraErrors.client_credential_refused, {
          entra: { ...entra, text },
          challenge,
        }),
      });
    }
    const size = browser.cookies.get('rounds-5000')?.length ?? 0;
    expect(size).toBeGreaterThan(2000);
    expect(size).toBeLessThan(2600);
  });

  it('of somebody who signs out were no loop', async () => {
    for (const state of ['1', '2', '3']) end(state);
    rounds.settle(browser.request(), browser.response);
    await expect(loop()).resolves.toBeUndefined();
    expect(rounds.hasEnded(browser.request(), '3')).toBe(true);
  });
});
