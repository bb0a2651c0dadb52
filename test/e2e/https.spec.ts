import { people } from '../../tools/emulator/index.js';
import { locationOf, sessionCookiesOf } from '../support/answers.js';
import { JSON_ONLY } from '../support/browser.js';
import { useService } from '../support/describe-service.js';
import { rawRequest } from '../support/raw-request.js';

const BASE_URL = 'https://app.example.test';

describe('behind a proxy that ends TLS', () => {
  const { service, browser } = useService({
    env: { BASE_URL },
    emulator: { app: { redirectUris: [`${BASE_URL}/getAToken`, `${BASE_URL}/`] } },
  });

  it('signs in, though the last hop is plain http', async () => {
    const login = await browser.get('/login');
    expect(locationOf(login).searchParams.get('redirect_uri')).toBe(`${BASE_URL}/getAToken`);
    expect((await browser.signIn(people.ordinary)).headers.get('location')).toBe('/');
    expect((await browser.json('/profile')).body).toMatchObject({ user: { id: people.ordinary.oid } });
  });

  it('keeps both kinds of cookies to this host and to https', async () => {
    const [pending = ''] = (await browser.get('/login')).headers.getSetCookie();
    expect(pending).toMatch(
      /^__Host-sign-in(-\d{1,2})?=[\w-]{27}; Max-Age=86400; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/,
    );
    const callback = await browser.signIn();
    const session = sessionCookiesOf(callback);
    expect(session).toEqual([
      expect.stringMatching(/^__Host-session=[\w-]{43}\.[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
    expect((await browser.cookieNames()).filter((name) => !name.startsWith('__Host-'))).toEqual([]);
  });

  it('takes the session’s cookie back with the same attributes, or browsers would keep it', async () => {
    await browser.signedIn();
    expect(sessionCookiesOf(await browser.post('/logout'))).toEqual([
      expect.stringMatching(/^__Host-session=; Path=\/; Expires=[^;]+1970[^;]+; HttpOnly; Secure; SameSite=Lax$/),
    ]);
    expect(await browser.isSignedIn()).toBe(false);
  });

  it('reads no session from a cookie without the prefix, which a sibling domain could plant', async () => {
    await browser.signedIn();
    const value = (await browser.cookie('session')) ?? '';
    const read = (cookie: string) => fetch(`${service.url}/session`, { headers: { cookie } });
    expect(await (await read(`__Host-session=${value}`)).json()).toMatchObject({ signedIn: true });
    expect(await (await read(`session-443=${value}`)).json()).toEqual({ signedIn: false });
  });

  it('says strict-transport-security', async () => {
    const { headers } = await browser.get('/');
    expect(headers.get('strict-transport-security')).toMatch(/max-age=[1-9]\d{6,}/);
  });

  it('builds every address from BASE_URL, whatever Host and forwarded headers say', async () => {
    const headers = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
      forwarded: 'host=evil.example;proto=http',
      accept: JSON_ONLY,
    };
    const login = await rawRequest(service.url, { path: '/login', headers });
    const problem = await rawRequest(service.url, { path: '/profile', headers });
    const logout = await rawRequest(service.url, { method: 'POST', path: '/logout', headers });
    expect(new URL(login.headers.location ?? '').searchParams.get('redirect_uri')).toBe(`${BASE_URL}/getAToken`);
    expect(JSON.parse(problem.text)).toMatchObject({ loginUrl: `${BASE_URL}/login?returnTo=/profile` });
    const { logoutUrl } = JSON.parse(logout.text) as { logoutUrl: string };
    expect(new URL(logoutUrl).searchParams.get('post_logout_redirect_uri')).toBe(`${BASE_URL}/`);
    for (const { text, headers: answered } of [login, problem, logout]) {
      expect(text + JSON.stringify(answered)).not.toContain('evil.example');
    }
  });

  it('takes sign-outs from its public origin only', async () => {
    const from = (origin: string) =>
      rawRequest(service.url, { method: 'POST', path: '/logout', headers: { origin, accept: JSON_ONLY } });
    expect((await from(BASE_URL)).status).toBe(200);
    expect((await from(service.url)).status).toBe(403);
    expect((await from(BASE_URL.replace('https', 'http'))).status).toBe(403);
  });
});
