import { people } from '../../tools/emulator/index.js';
import { pageOf, sessionCookiesOf } from '../support/answers.js';
import type { Browser } from '../support/browser.js';
import { describeService } from '../support/describe-service.js';
import { forgedIdTokens } from '../support/forged-id-tokens.js';
import { watchRequests } from '../support/watch-requests.js';

const SOON_MS = 3000;
/** Of what is forged, this is no fault of Entra's: it is somebody of another organisation. */
const FOREIGN_TENANT = ['tid foreign', 'tid and iss foreign', 'tid a part of ours'];

describeService('the identity in Entra’s answer', {}, ({ service, emulator, clock, browser }) => {
  /** A page says no, soon, and nobody is signed in. An unhandled rejection would fail the test by itself. */
  async function expectNobodySignedIn(browser: Browser, status = 502): Promise<void> {
    const callback = await browser.walkToCallback(people.ordinary);
    const startedAt = performance.now();
    const response = await browser.get(callback);
    expect(performance.now() - startedAt).toBeLessThan(SOON_MS);
    expect(response.status).toBe(status);
    expect(sessionCookiesOf(response)).toEqual([]);
    await pageOf(response);
    expect(await browser.cookie('session')).toBeUndefined();
    expect((await browser.json('/session')).body).toEqual({ signedIn: false });
  }

  describe('signs in', () => {
    afterEach(() => clock.advance(60_000));

    it('with an honest ID token', async () => {
      expect((await browser.signIn(people.ordinary)).headers.get('location')).toBe('/');
      expect((await browser.json('/session')).body).toMatchObject({ user: { id: people.ordinary.oid } });
    });

    it('with an honest ID token that a test signed, so that the forgeries below fail for their faults', async () => {
      emulator.tampering.idToken = ({ claims, sign }) => sign({ ...claims, extra: 'ignored' });
      expect((await browser.signIn(people.ordinary)).headers.get('location')).toBe('/');
      expect(await browser.isSignedIn()).toBe(true);
    });

    it('without the claims that may be missing', async () => {
      const optional = ['name', 'preferred_username', 'login_hint', 'sid', 'roles', 'uti', 'rh', 'aio', 'ver'];
      emulator.tampering.idToken = ({ claims, sign }) =>
        sign(Object.fromEntries(Object.entries(claims).filter(([name]) => !optional.includes(name))));
      await browser.signedIn();
      expect((await browser.json('/session')).body).toMatchObject({
        signedIn: true,
        user: { id: people.ordinary.oid, name: null, username: null, roles: [] },
      });
      expect((await browser.get('/')).status).toBe(200);
      expect((await browser.get('/profile')).status).toBe(200);
      expect((await browser.post('/logout')).status).toBe(303);
    });

    it('after the signing keys were rolled over, at the very next sign-in', async () => {
      await service.browser().signIn();
      await emulator.rotateKeys();
      expect((await browser.signIn()).headers.get('location')).toBe('/');
      expect(await browser.isSignedIn()).toBe(true);
    });

    it('after a rollover that many meet at once, with one look at the keys', async () => {
      const browsers = Array.from({ length: 10 }, () => service.browser());
      const callbacks = await Promise.all(browsers.map((browser) => browser.walkToCallback()));
      await emulator.rotateKeys();
      const requests = watchRequests(emulator);
      const answers = await Promise.all(browsers.map((browser, index) => browser.get(callbacks[index] ?? '')));
      expect(answers.map((answer) => answer.headers.get('location'))).toEqual(Array(10).fill('/'));
      expect(requests().filter(({ endpoint }) => endpoint === 'keys')).toHaveLength(1);
    });

    it('with the new key right after the old one was withdrawn, and no longer with the old one', async () => {
      let oldToken: ((claims: Record<string, unknown>) => Promise<string>) | undefined;
      emulator.tampering.idToken = ({ token, sign }) => {
        oldToken = sign;
        return token;
      };
      await service.browser().signIn();
      await emulator.rotateKeys();
      emulator.tampering.idToken = undefined;
      await service.browser().signIn();
      emulator.tampering.idToken = ({ claims }) => oldToken?.(claims);
      await expectNobodySignedIn(service.browser());
    });
  });

  it.each(Object.keys(forgedIdTokens))('signs nobody in with an ID token whose fault is: %s', async (fault) => {
    emulator.tampering.idToken = (honest) => forgedIdTokens[fault]?.(honest);
    await expectNobodySignedIn(browser, FOREIGN_TENANT.includes(fault) ? 403 : 502);
  });

  it.each<[string, (answer: Record<string, unknown>) => unknown]>([
    ['another token_type', (answer) => ({ ...answer, token_type: 'MAC' })],
    ['no token_type', ({ token_type: _, ...answer }) => answer],
    ['no access_token', ({ access_token: _, ...answer }) => answer],
    ['an empty access_token', (answer) => ({ ...answer, access_token: '' })],
    ['an access_token that is a number', (answer) => ({ ...answer, access_token: 1 })],
    ['a refresh_token that is an object', (answer) => ({ ...answer, refresh_token: {} })],
    ['no expires_in', ({ expires_in: _, ...answer }) => answer],
    ['expires_in in words', (answer) => ({ ...answer, expires_in: 'an hour' })],
    ['expires_in negative', (answer) => ({ ...answer, expires_in: -1 })],
    ['expires_in zero', (answer) => ({ ...answer, expires_in: 0 })],
    ['expires_in null', (answer) => ({ ...answer, expires_in: null })],
    ['expires_in an object', (answer) => ({ ...answer, expires_in: {} })],
    ['a scope that is a list', (answer) => ({ ...answer, scope: ['User.Read'] })],
    ['an error under the status 200', () => ({ error: 'invalid_grant', error_description: 'AADSTS70008: no' })],
    ['a page', () => '<!doctype html><title>Welcome</title>'],
    ['nothing', () => ''],
    ['half of the JSON', (answer) => JSON.stringify(answer).slice(0, 200)],
    ['null', () => 'null'],
    ['an array', (answer) => [answer]],
    ['a text', () => '"text"'],
    ['more than a megabyte', (answer) => ({ ...answer, padding: 'x'.repeat(1_200_000) })],
  ])('signs nobody in with a token answer that has %s', async (_fault, change) => {
    emulator.tampering.tokenAnswer = change;
    await expectNobodySignedIn(service.browser());
  });

  it.each([
    ['beyond every date', 1e308],
    ['of four hundred digits', '9'.repeat(400)],
  ])('never locks a session into failure by an expires_in %s', async (_what, expires_in) => {
    emulator.tampering.tokenAnswer = (answer) => ({ ...answer, expires_in });
    await expectNobodySignedIn(browser);
    emulator.tampering.tokenAnswer = undefined;
    await browser.signedIn();
    expect((await browser.json('/profile')).status).toBe(200);
  });

  it('leaves the former session alone when the new sign-in is refused', async () => {
    await browser.signedIn();
    const session = await browser.cookie('session');
    emulator.tampering.idToken = ({ claims, sign }) => sign({ ...claims, nonce: 'x' });
    expect((await browser.signIn(people.ordinary)).status).toBe(502);
    expect(await browser.cookie('session')).toBe(session);
    expect(await browser.isSignedIn()).toBe(true);
  });

  it('is refused with few refetches of the keys, however many unknown key ids come', async () => {
    clock.advance(60_000);
    const requests = watchRequests(emulator);
    const fetched = () => requests().filter(({ endpoint }) => endpoint === 'keys').length;
    let forged = 0;
    emulator.tampering.idToken = ({ claims, header, sign }) => {
      forged += 1;
      return sign(claims, { ...header, kid: `forged-${forged}` });
    };
    await Promise.all(Array.from({ length: 8 }, () => expectNobodySignedIn(service.browser())));
    for (const _time of [1, 2, 3, 4]) await expectNobodySignedIn(service.browser());
    expect(forged).toBe(12);
    expect(fetched()).toBe(1);
  });
});
