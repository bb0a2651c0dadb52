import { people } from '../../tools/emulator/index.js';
import { locationOf, problemOf } from '../support/answers.js';
import { JSON_ONLY } from '../support/browser.js';
import { useService } from '../support/describe-service.js';
import { watchRequests } from '../support/watch-requests.js';

const LIFETIME_SECONDS = 600;
/** Until the service takes the token for stale: five minutes before its end. */
const STALE_MS = (LIFETIME_SECONDS - 250) * 1000;
const SOON_MS = 2000;

describe('Graph', () => {
  const {
    service,
    emulator,
    clock,
    store,
    browser: adele,
  } = useService({
    deadlines: { tokenMs: 600 },
    emulator: { accessTokenLifetimeSeconds: LIFETIME_SECONDS, strictRefreshRotation: true },
  });

  /** Since the test began. */
  let requests: ReturnType<typeof watchRequests>;

  beforeEach(async () => {
    await adele.signedIn();
    requests = watchRequests(emulator);
  });

  const refreshes = () => requests().filter(({ grantType }) => grantType === 'refresh_token').length;
  const profile = () => adele.json('/profile');

  async function timed<T>(work: Promise<T>): Promise<{ result: T; milliseconds: number }> {
    const startedAt = performance.now();
    return { result: await work, milliseconds: performance.now() - startedAt };
  }

  describe('with an access token that runs out', () => {
    it('gets a new one with one refresh, which is kept', async () => {
      clock.advance(STALE_MS);
      for (const _time of [1, 2, 3]) expect((await profile()).status).toBe(200);
      expect(refreshes()).toBe(1);
    });

    it('uses the newest refresh token each time', async () => {
      // This Entra ends everything when an old one is used again.
      for (const _time of [1, 2, 3]) {
        clock.advance(STALE_MS);
        expect((await profile()).status).toBe(200);
      }
      expect(refreshes()).toBe(3);
    });

    it('makes one refresh for twenty requests at once', async () => {
      clock.advance(LIFETIME_SECONDS * 1000);
      const answers = await Promise.all(Array.from({ length: 20 }, profile));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      expect(refreshes()).toBe(1);
    });

    it('refreshes each session for itself', async () => {
      const ada = await service.browser().signedIn(people.admin);
      clock.advance(STALE_MS);
      const [first, second] = await Promise.all([profile(), ada.json('/profile')]);
      expect(first.body).toMatchObject({ profile: { id: people.ordinary.oid } });
      expect(second.body).toMatchObject({ profile: { id: people.admin.oid } });
      expect(refreshes()).toBe(2);
    });

    it.each(['token-503', 'token-hang', 'token-expired-secret'] as const)(
      'serves on with the old one while it is good, when %s keeps it from a new one',
      async (fault) => {
        clock.advance(STALE_MS);
        emulator.faults.set(fault, true);
        const { result, milliseconds } = await timed(profile());
        expect(result.status).toBe(200);
        expect(milliseconds).toBeLessThan(SOON_MS);
      },
    );

    it.each([
      ['token-503', 503, 'entra_unavailable'],
      ['token-hang', 504, 'entra_timeout'],
      ['token-expired-secret', 503, 'client_credential_refused'],
    ] as const)('when it has run out and %s, it is a %i and the session stays', async (fault, status, code) => {
      clock.advance(LIFETIME_SECONDS * 1000);
      emulator.faults.set(fault, true);
      const { result: response, milliseconds } = await timed(adele.get('/profile', { accept: JSON_ONLY }));
      expect(milliseconds).toBeLessThan(SOON_MS);
      expect(response.status).toBe(status);
      expect(await problemOf(response)).toMatchObject({ code });
      expect((await adele.get('/profile')).status).toBe(status);
      expect(await adele.isSignedIn()).toBe(true);
      emulator.faults.clear();
      expect((await profile()).status).toBe(200);
    });
  });

  describe('with revoked tokens', () => {
    it('challenges: the service renews silently, with one refresh for many requests', async () => {
      emulator.revokeAccessTokens(people.ordinary.oid);
      const answers = await Promise.all(Array.from({ length: 10 }, profile));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      expect(refreshes()).toBe(1);
    });

    it('challenges again, because the renewed token declares the capability too', async () => {
      for (const time of [1, 2]) {
        emulator.revokeAccessTokens(people.ordinary.oid);
        expect((await profile()).status).toBe(200);
        expect(refreshes()).toBe(time);
      }
    });

    async function endEverything(): Promise<void> {
      emulator.revokeSessions(people.ordinary.oid);
      emulator.revokeAccessTokens(people.ordinary.oid);
      // The emulator tells tokens of before and after apart by the millisecond.
      await new Promise((resolve) => setTimeout(resolve, 5));
    }

    it('and no way to renew: JSON callers are told to sign in again, and the session is over', async () => {
      await endEverything();
      const response = await adele.get('/profile', { accept: JSON_ONLY });
      expect(response.status).toBe(401);
      expect(await problemOf(response)).toMatchObject({
        code: 'sign_in_again',
        aadsts: 'AADSTS50173',
        loginUrl: `${service.url}/login?returnTo=/profile`,
      });
      expect((await adele.json('/session')).body).toEqual({ signedIn: false });
      expect((await adele.json('/profile')).body).toMatchObject({ code: 'not_signed_in' });
      expect(refreshes()).toBe(1);
    });

    it('and no way to renew: browsers go to sign in, in the first minute after a sign-in as well', async () => {
      await endEverything();
      const redirect = await adele.get('/profile');
      expect(redirect.status).toBe(302);
      expect(await adele.isSignedIn()).toBe(false);
      const { pathname, search } = locationOf(redirect);
      expect(pathname).toBe('/login');

      const callback = await adele.signIn(people.ordinary, { query: search });
      expect(callback.headers.get('location')).toBe('/profile');
      expect((await adele.get('/profile')).status).toBe(200);
    });

    it('and no way to renew: the next sign-in carries what Graph asked to see, once', async () => {
      const claimsAt = async (target: string) => {
        const claims = locationOf(await adele.get(target)).searchParams.get('claims') ?? '';
        return JSON.parse(claims) as unknown;
      };
      const capabilities = { xms_cc: { values: ['cp1'] } };
      await endEverything();
      clock.advance(61_000);
      const { pathname, search } = locationOf(await adele.get('/profile'));
      expect(await claimsAt(pathname + search)).toEqual({
        access_token: {
          nbf: { essential: true, value: expect.stringMatching(/^\d{10}$/) as unknown },
          ...capabilities,
        },
      });
      expect(await claimsAt('/login')).toEqual({ access_token: capabilities });
    });

    it('and no way to renew: the picture in a page is a 401 and no redirect', async () => {
      await endEverything();
      clock.advance(61_000);
      const response = await adele.get('/profile/photo', { accept: 'image/*' });
      expect(response.status).toBe(401);
    });

    it('and no way to renew: signing out still works, and others are not touched', async () => {
      const ada = await service.browser().signedIn(people.admin);
      await endEverything();
      expect((await ada.json('/profile')).status).toBe(200);
      expect((await adele.post('/logout')).status).toBe(303);
      expect(await adele.isSignedIn()).toBe(false);
    });
  });

  describe('when Entra refuses the refresh', () => {
    const refusedWith = async (number: number) => {
      clock.advance(LIFETIME_SECONDS * 1000);
      emulator.faults.refusal = number;
      emulator.faults.set('token-refused', true);
      const response = await adele.get('/profile', { accept: JSON_ONLY });
      expect(response.status).toBe(401);
      expect(await problemOf(response)).toMatchObject({ code: 'sign_in_again', aadsts: `AADSTS${number}` });
    };

    it.each([50173, 50057, 50034, 50132, 50133])(
      'because it has withdrawn the person (AADSTS%i), the session ends',
      async (number) => {
        await refusedWith(number);
        expect((await adele.json('/session')).body).toEqual({ signedIn: false });
      },
    );

    it.each([70043, 700082, 50076, 65001])(
      'for something that a sign-in mends (AADSTS%i), the session stays',
      async (number) => {
        await refusedWith(number);
        expect(await adele.isSignedIn()).toBe(true);
      },
    );

    it('and the store fails to end the session, the answer is the same', async () => {
      store.fail(['delete']);
      await refusedWith(50173);
      expect(service.logged()).toContain('could not end the session');
      store.recover();
      expect((await adele.json('/profile')).status).toBe(401);
      expect(await adele.isSignedIn()).toBe(false);
      expect(requests().filter(({ endpoint }) => endpoint === 'token')).toHaveLength(1);
    });
  });

  it('never brings a session back that was ended while its token was refreshed', async () => {
    const cookie = await adele.cookieHeader();
    clock.advance(STALE_MS);
    store.before('replace', async () => {
      await adele.post('/logout');
    });
    const refreshed = await adele.get('/profile', { accept: JSON_ONLY });
    expect(refreshes()).toBe(1);
    expect(refreshed.status).toBe(401);
    const replayed = await adele.get('/profile', { accept: JSON_ONLY, headers: { cookie } });
    expect(replayed.status).toBe(401);
  });
});
