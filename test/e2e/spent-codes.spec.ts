import { setTimeout as delay } from 'node:timers/promises';
import { locationOf } from '../support/answers.js';
import { useService } from '../support/describe-service.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const TO_PROFILE = { query: '?returnTo=/profile' };

/** A network that loses answers stands between the service and Entra. */
describe('when the answer of a token request gets lost', () => {
  let network: TcpProxy;
  const { emulator, clock, browser, start } = useService({ starts: 'when asked' });

  beforeEach(async () => {
    network = await TcpProxy.start(0);
    await start({
      env: { SESSION_IDLE_SECONDS: '40000' },
      emulator: { publicOrigin: `http://127.0.0.1:${network.port}`, accessTokenLifetimeSeconds: 3600 },
    });
    network.target = emulator.port;
    // The first fetch, at the start, led nowhere.
    await browser.get('/login');
    clock.advance(1100);
  });
  afterEach(() => network.close());

  const tokenRequests = (grantType: string) => emulator.requests.filter((request) => request.grantType === grantType);

  /** Comes back from Entra, and the answer to the redemption is lost. */
  async function loseRedemption(): Promise<Response> {
    const callback = await browser.walkToCallback(undefined, TO_PROFILE);
    network.cutNextAnswerAfter(0);
    return browser.get(callback);
  }

  it('a code that Entra has redeemed begins a new sign-in, which succeeds', async () => {
    const answer = await loseRedemption();
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/login?returnTo=/profile']);
    expect(tokenRequests('authorization_code')).toHaveLength(2);
    expect((await browser.json('/session')).body).toEqual({ signedIn: false });

    const again = await browser.get(await browser.walkToCallback(undefined, TO_PROFILE));
    expect(again.headers.get('location')).toBe('/profile');
    expect((await browser.json('/profile')).status).toBe(200);
  });

  it('so it does for whoever is signed in: the session is of the sign-in before', async () => {
    await browser.get(await browser.walkToCallback());
    expect((await browser.json('/profile')).status).toBe(200);
    expect((await loseRedemption()).headers.get('location')).toBe('/login?returnTo=/profile');
  });

  it('each counts as a round: the third stops who goes in circles', async () => {
    for (const _round of [1, 2, 3]) expect(locationOf(await loseRedemption()).pathname).toBe('/login');
    expect((await browser.get('/login?returnTo=/profile')).status).toBe(429);
  });

  it('a refresh is sent again, and nobody hears of it', async () => {
    await browser.get(await browser.walkToCallback());
    clock.advance(2 * 60 * 60_000);
    // The documents are old by now, too, and fetched again.
    await browser.get('/login');
    await delay(200);
    network.cutNextAnswerAfter(0);
    expect((await browser.json('/profile')).status).toBe(200);
    expect(tokenRequests('refresh_token')).toHaveLength(2);
  });
});
