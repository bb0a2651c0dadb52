import { TokenClient } from '../../src/entra/token-client.js';
import { TokenRefusedError } from '../../src/entra/entra.errors.js';
import { SessionService } from '../../src/session/session.service.js';
import { people } from '../../tools/emulator/index.js';
import { locationOf, pageOf, problemOf } from '../support/answers.js';
import { type Browser, JSON_ONLY } from '../support/browser.js';
import { useService } from '../support/describe-service.js';
import { refusal, type Script } from '../support/scripted-graph.js';

const CAPABILITY = { xms_cc: { values: ['cp1'] } };
const CLAIMS = { access_token: { acrs: { essential: true, value: 'c1' } } };

/** Graph's 401 that asks for these claims. */
function challengeFor(claims: object): Script {
  const encoded = Buffer.from(JSON.stringify(claims)).toString('base64');
  return refusal(401, 'InvalidAuthenticationToken', {
    'WWW-Authenticate': `Bearer realm="", error="insufficient_claims", claims="${encoded}"`,
  });
}

describe('a person of whom Graph wants to see more', () => {
  const { service, emulator, clock, store, browser: adele, graph } = useService({ scriptedGraph: true });

  beforeEach(() => adele.signedIn());

  const claimsAt = async (browser = adele) =>
    JSON.parse(locationOf(await browser.get('/login')).searchParams.get('claims') ?? '') as unknown;

  it('is sent to sign in by the first call after a sign-in, with these claims, and lands where they were', async () => {
    graph.script = challengeFor(CLAIMS);
    const refused = await adele.get('/profile');
    expect(refused.status).toBe(302);
    expect(refused.headers.get('location')).toBe('/login?returnTo=/profile');

    const login = await adele.get(locationOf(refused));
    expect(JSON.parse(locationOf(login).searchParams.get('claims') ?? '')).toEqual({
      access_token: { ...CLAIMS.access_token, ...CAPABILITY },
    });
    graph.script = undefined;
    const answered = await adele.signIn(people.ordinary, { query: '?returnTo=/profile' });
    expect(answered.headers.get('location')).toBe('/profile');
    expect((await adele.get('/profile')).status).toBe(200);
  });

  it('is asked once: the sign-in after the next one is an ordinary one', async () => {
    graph.script = challengeFor(CLAIMS);
    await adele.get('/profile', { accept: JSON_ONLY });
    expect(await claimsAt()).toEqual({ access_token: { ...CLAIMS.access_token, ...CAPABILITY } });
    expect(await claimsAt()).toEqual({ access_token: CAPABILITY });
  });

  it('is not asked any more ten minutes later', async () => {
    graph.script = challengeFor(CLAIMS);
    await adele.get('/profile', { accept: JSON_ONLY });
    clock.advance(10 * 60_000);
    expect(await claimsAt()).toEqual({ access_token: CAPABILITY });
  });

  it('is the only one who is asked: another browser of theirs is not', async () => {
    const other = await service.browser().signedIn();
    graph.script = challengeFor(CLAIMS);
    await adele.get('/profile', { accept: JSON_ONLY });
    expect(await claimsAt(other)).toEqual({ access_token: CAPABILITY });
  });

  it('does not go round in circles with a Graph that is never content: the third sign-in ends on a page', async () => {
    graph.script = challengeFor(CLAIMS);
    const ends = await roundsOf(adele);
    expect(ends.rounds).toBe(3);
    expect(ends.end.status).toBe(429);
    expect(Number(ends.end.headers.get('retry-after'))).toBeGreaterThan(50);
    const page = await pageOf(ends.end);
    expect(page).toContain('sign_in_loop');
    expect(page).not.toContain('href="/login');
    expect(await adele.isSignedIn()).toBe(true);

    clock.advance(60_000);
    graph.script = undefined;
    expect((await adele.signIn(people.ordinary)).headers.get('location')).toBe('/');
    expect((await adele.get('/profile')).status).toBe(200);
  });

  it('nor with one that refuses without saying what it wants', async () => {
    graph.script = refusal(401, 'InvalidAuthenticationToken');
    // Without a refresh token nothing but a sign-in gives another token.
    const { tampering } = emulator;
    tampering.tokenAnswer = (given) => {
      const { refresh_token: _none, ...rest } = given;
      return rest;
    };
    await adele.signIn(people.ordinary);
    const { rounds, end } = await roundsOf(adele);
    tampering.tokenAnswer = undefined;
    expect(rounds).toBe(3);
    expect(end.status).toBe(429);
  });

  it('is told when the challenge is too long to be passed on', async () => {
    graph.script = challengeFor({ access_token: { acrs: { essential: true, values: ['c'.repeat(1100)] } } });
    const page = await adele.get('/profile');
    expect(page.status).toBe(502);
    expect(await pageOf(page)).toContain('challenge_too_long');
    expect(await problemOf(await adele.get('/profile', { accept: JSON_ONLY }))).toMatchObject({
      code: 'challenge_too_long',
      mender: 'developer',
    });
    expect(await claimsAt()).toEqual({ access_token: CAPABILITY });
  });

  it('is told so as well when the token endpoint asks for that much at a sign-in', async () => {
    const client = service.app.get(TokenClient);
    const honest = client.redeemCode.bind(client);
    const claims = JSON.stringify({ access_token: { capolids: { values: ['c'.repeat(1100)] } } });
    const details = { aadsts: 'AADSTS53003' };
    client.redeemCode = () =>
      Promise.reject(new TokenRefusedError({ error: 'interaction_required', suberror: undefined, claims, details }));
    try {
      const answer = await adele.get(await adele.walkToCallback(), { accept: JSON_ONLY });
      expect(answer.status).toBe(502);
      expect(await problemOf(answer)).toMatchObject({
        code: 'challenge_too_long',
        mender: 'developer',
        aadsts: 'AADSTS53003',
      });
      expect(await claimsAt()).toEqual({ access_token: CAPABILITY });
    } finally {
      client.redeemCode = honest;
    }
  });

  it('gets an error page when keeping that breaks in a way that nobody thought of, and the service goes on', async () => {
    const sessions = service.app.get(SessionService);
    const honest = sessions.keepChallenge.bind(sessions);
    sessions.keepChallenge = () => Promise.reject(new TypeError('broken'));
    graph.script = challengeFor(CLAIMS);
    try {
      expect((await adele.get('/profile')).status).toBe(500);
    } finally {
      sessions.keepChallenge = honest;
    }
    expect((await adele.get('/profile')).status).toBe(302);
  });

  it('is told that the store takes no writes, instead of being sent to a sign-in that lacks the claims', async () => {
    graph.script = challengeFor(CLAIMS);
    store.fail(['replace']);
    expect((await adele.get('/profile')).status).toBe(503);
    store.recover();
    expect((await adele.get('/profile')).headers.get('location')).toBe('/login?returnTo=/profile');
    store.fail();
    // Signing in begins all the same: it is Entra's business, and may end when the store is back.
    expect((await adele.get('/login')).status).toBe(302);
    store.recover();
  });

  it('nobody’s sign-in asks for what the browser made up', async () => {
    const cookie = [`${service.cookieName('challenge')}=AQID`, `${service.cookieName('rounds')}=AQID`].join('; ');
    const response = await service.browser().get('/login', { headers: { cookie } });
    expect(locationOf(response).searchParams.get('scope')).toBe('openid profile offline_access User.Read');
  });

  /** As a browser follows redirects, from a page through Entra and back, until something else comes. */
  async function roundsOf(browser: Browser): Promise<{ rounds: number; end: Response }> {
    for (let rounds = 0; rounds < 10; rounds += 1) {
      const login = await browser.get(locationOf(await browser.get('/profile')));
      if (login.status !== 302) return { rounds, end: login };
      const { searchParams } = locationOf(login);
      expect(JSON.parse(searchParams.get('claims') ?? '')).toHaveProperty('access_token.xms_cc');
      const callback = await browser.follow(login, people.ordinary);
      expect((await browser.get(callback)).headers.get('location')).toBe('/profile');
    }
    throw new Error('it never ended');
  }
});
