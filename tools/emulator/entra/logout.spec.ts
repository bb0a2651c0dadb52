import { CookieJar } from 'tough-cookie';
import { people, signInThroughPages, startEmulator, type Emulator } from '../index.js';
import { authorizeUrl, open, type BrowserAnswer } from '../spec-support.js';
import { opaqueLoginHint } from './login-hint.js';

const HINT = opaqueLoginHint(people.ordinary);
const HOME = 'http://localhost:5000/';

describe('signing out', () => {
  let emulator: Emulator;
  let jar: CookieJar;

  beforeEach(async () => {
    emulator = await startEmulator();
    jar = new CookieJar();
    await signInThroughPages(authorizeUrl(emulator), people.ordinary, { jar });
  });

  afterEach(() => emulator.close());

  function logout(parameters: Record<string, string>): Promise<BrowserAnswer> {
    const query = new URLSearchParams(parameters).toString();
    return open(`${emulator.origin}/${emulator.tenantId}/oauth2/v2.0/logout?${query}`, { jar });
  }

  it('with the hint ends the session and returns to a registered address, with the state', async () => {
    const { status, location } = await logout({
      post_logout_redirect_uri: HOME,
      logout_hint: HINT,
      state: 'the-state',
    });
    expect(status).toBe(302);
    expect(location?.href).toBe('http://localhost:5000/?state=the-state');
    expect(emulator.sessions).toEqual([]);
  });

  it('ignores the port of a registered http://localhost address', async () => {
    const { location } = await logout({
      post_logout_redirect_uri: 'http://localhost:4711/',
      logout_hint: HINT,
    });
    expect(location?.href).toBe('http://localhost:4711/');
  });

  describe('of an application besides the first', () => {
    const shop = {
      clientId: '33333333-4444-4555-8666-777777777777',
      redirectUris: ['http://localhost:7000/callback'],
      frontchannelLogoutUrl: 'http://localhost:7000/logout',
    };
    let another: Emulator;

    beforeEach(async () => {
      another = await startEmulator({ apps: [shop] });
    });

    afterEach(() => another.close());

    function signOut(browser: CookieJar): Promise<BrowserAnswer> {
      const query = new URLSearchParams({ post_logout_redirect_uri: shop.redirectUris[0] ?? '', logout_hint: HINT });
      return open(`${another.origin}/${another.tenantId}/oauth2/v2.0/logout?${query.toString()}`, { jar: browser });
    }

    it('returns there and signs out there', async () => {
      const browser = new CookieJar();
      const parameters = { client_id: shop.clientId, redirect_uri: shop.redirectUris[0] ?? '' };
      await signInThroughPages(authorizeUrl(another, parameters), people.ordinary, { jar: browser });
      const [{ sid = '' } = {}] = another.sessions;
      const { html } = await signOut(browser);
      expect(html).toContain(`href="${shop.redirectUris[0]}"`);
      expect(html).toMatch(new RegExp(`src="${shop.frontchannelLogoutUrl}\\?iss=[^"]+&amp;sid=${sid}"`));
    });

    it('does not return there where the session was for others', async () => {
      const browser = new CookieJar();
      await signInThroughPages(authorizeUrl(another), people.ordinary, { jar: browser });
      const { location, html } = await signOut(browser);
      expect(location).toBeUndefined();
      expect(html).not.toContain(shop.redirectUris[0]);
    });
  });

  it('does not return to an address that is not registered', async () => {
    const answer = await logout({
      post_logout_redirect_uri: 'https://elsewhere.example/',
      logout_hint: HINT,
    });
    expect(answer.location).toBeUndefined();
    expect(answer.html).toContain('You signed out');
    expect(emulator.sessions).toEqual([]);
  });

  it('does not return when nobody was signed in', async () => {
    await logout({ logout_hint: HINT });
    const answer = await logout({ post_logout_redirect_uri: HOME, logout_hint: HINT });
    expect(answer.location).toBeUndefined();
    expect(answer.html).toContain('You signed out');
  });

  it.each(['', people.ordinary.userPrincipalName])('asks which account with the hint "%s"', async (hint) => {
    const { html } = await logout({ post_logout_redirect_uri: HOME, logout_hint: hint, state: 's' });
    expect(html).toContain('Which account do you want to sign out of?');
    expect(emulator.sessions).toHaveLength(1);

    const { location } = await open(`${emulator.origin}/${emulator.tenantId}/emulator/sign-out`, {
      method: 'POST',
      body: new URLSearchParams({ post_logout_redirect_uri: HOME, state: 's' }),
      jar,
    });
    expect(location?.href).toBe('http://localhost:5000/?state=s');
    expect(emulator.sessions).toEqual([]);
  });

  it('loads the front-channel logout address with iss and sid', async () => {
    emulator.app.frontchannelLogoutUrl = 'https://localhost:5000/logout/frontchannel';
    const sid = emulator.sessions[0]?.sid;
    const answer = await logout({ post_logout_redirect_uri: HOME, logout_hint: HINT });
    const issuer = encodeURIComponent(`${emulator.origin}/${emulator.tenantId}/v2.0`);
    expect(answer.html).toContain(`src="https://localhost:5000/logout/frontchannel?iss=${issuer}&amp;sid=${sid}"`);
    expect(answer.html).toContain('http-equiv="refresh" content="1;url=http://localhost:5000/"');
    expect(answer.headers.get('content-security-policy')).toContain('frame-src https://localhost:5000');
  });

  it.each(['//{tenant}/oauth2/v2.0/logout', '/{tenant}//oauth2/v2.0/logout', '/{tenant}/oauth2/v2.0/logout/'])(
    'is tolerant of the path %s',
    async (path) => {
      const query = new URLSearchParams({ post_logout_redirect_uri: HOME, logout_hint: HINT }).toString();
      const url = `${emulator.origin}${path.replace('{tenant}', emulator.tenantId)}?${query}`;
      expect((await open(url, { jar })).location?.href).toBe(HOME);
      expect(emulator.sessions).toEqual([]);
    },
  );

  it('leaves a sign-in to be done again', async () => {
    await logout({ logout_hint: HINT });
    expect((await open(authorizeUrl(emulator), { jar })).html).toContain('Pick an account');
  });
});

describe('a session at the emulator', () => {
  it('is over after a day', async () => {
    let now = Date.now();
    const emulator = await startEmulator({ now: () => now });
    const jar = new CookieJar();
    await signInThroughPages(authorizeUrl(emulator), people.ordinary, { jar });
    const silently = authorizeUrl(emulator, { prompt: 'none' });

    now += 24 * 3600 * 1000 - 1;
    expect((await open(silently, { jar })).location?.searchParams.has('code')).toBe(true);
    expect(emulator.sessions).toHaveLength(1);
    now += 1;
    expect((await open(silently, { jar })).location?.searchParams.get('error')).toBe('login_required');
    expect(emulator.sessions).toEqual([]);
    await emulator.close();
  });
});
