import { people } from '../../tools/emulator/index.js';
import { locationOf, pageOf, problemOf } from '../support/answers.js';
import { HTML, JSON_ONLY } from '../support/browser.js';
import { describeService } from '../support/describe-service.js';
import { rawRequest } from '../support/raw-request.js';

describeService('signing out', {}, ({ service, emulator, store, browser: adele, start }) => {
  beforeEach(() => adele.signedIn());

  describe('GET /logout', () => {
    it('is a page with a button and signs nobody out', async () => {
      for (const options of [{}, { headers: { 'sec-fetch-site': 'cross-site' } }]) {
        const response = await adele.get('/logout', options);
        expect(response.status).toBe(200);
        const page = await pageOf(response);
        expect(page).toContain('<form method="post" action="/logout">');
        expect(page).toContain(people.ordinary.displayName);
      }
      expect(await adele.isSignedIn()).toBe(true);
    });

    it('is there for people who are not signed in', async () => {
      const response = await service.browser().get('/logout');
      expect(response.status).toBe(200);
      expect(await pageOf(response)).toContain('<form method="post" action="/logout">');
    });
  });

  describe('POST /logout', () => {
    it('ends the session here, then sends the browser to Entra', async () => {
      const response = await adele.post('/logout');
      expect(response.status).toBe(303);
      const url = locationOf(response);
      expect(url.origin + url.pathname).toBe(`${emulator.origin}/${emulator.tenantId}/oauth2/v2.0/logout`);
      expect(url.searchParams.get('post_logout_redirect_uri')).toBe(`${service.url}/`);
      expect(url.searchParams.get('logout_hint')).toMatch(/^O\./);
      expect(response.headers.get('cache-control')).toContain('no-store');
      expect(await adele.cookie('session')).toBeUndefined();
    });

    it('gives JSON callers the address instead', async () => {
      const response = await adele.post('/logout', { accept: JSON_ONLY });
      expect(response.status).toBe(200);
      const body = (await response.json()) as { logoutUrl: string };
      expect(Object.keys(body)).toEqual(['logoutUrl']);
      const url = new URL(body.logoutUrl);
      expect(url.origin).toBe(emulator.origin);
      expect(url.searchParams.get('post_logout_redirect_uri')).toBe(`${service.url}/`);
      expect(await adele.isSignedIn()).toBe(false);
    });

    it('makes the old cookie worthless', async () => {
      const cookie = await adele.cookieHeader();
      await adele.post('/logout');
      const response = await adele.get('/profile', { accept: JSON_ONLY, headers: { cookie } });
      expect(response.status).toBe(401);
    });

    it('takes the cookie back with the attributes that it was given with', async () => {
      const response = await adele.post('/logout');
      expect(response.headers.getSetCookie()).toContain(
        `${service.cookieName('session')}=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax`,
      );
    });

    it('works for people who are not signed in, without a hint', async () => {
      const response = await service.browser().post('/logout');
      expect(response.status).toBe(303);
      expect(locationOf(response).searchParams.has('logout_hint')).toBe(false);
    });

    it('leaves the sessions of other browsers alone', async () => {
      const other = await service.browser().signedIn();
      await adele.post('/logout');
      expect(await other.isSignedIn()).toBe(true);
    });

    it('brings the person back to a home page that says so, and the next sign-in asks who', async () => {
      const back = locationOf(await adele.get(locationOf(await adele.post('/logout'))));
      expect(back.href).toBe(`${service.url}/?state=signed-out`);
      expect(await pageOf(await adele.get(back))).toContain('You are signed out');
      await adele.signIn(people.admin);
      expect((await adele.json('/session')).body).toMatchObject({ user: { id: people.admin.oid } });
    });
  });

  describe('POST /logout from', () => {
    const own = () => service.configuration.http.baseUrl;
    const allowed: [string, () => Record<string, string>][] = [
      ['our own page', () => ({ 'sec-fetch-site': 'same-origin', origin: own() })],
      ['the address bar', () => ({ 'sec-fetch-site': 'none' })],
      ['our own page with the Origin hidden', () => ({ 'sec-fetch-site': 'same-origin', origin: 'null' })],
      ['an old browser on our page', () => ({ origin: own() })],
      ['a program that sends neither header', () => ({})],
    ];
    const refused: [string, () => Record<string, string>][] = [
      ['another site', () => ({ 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' })],
      ['another site with our Origin', () => ({ 'sec-fetch-site': 'cross-site', origin: own() })],
      ['another site without an Origin', () => ({ 'sec-fetch-site': 'cross-site' })],
      ['a sibling site', () => ({ 'sec-fetch-site': 'same-site', origin: own() })],
      ['somebody with an unknown Sec-Fetch-Site', () => ({ 'sec-fetch-site': 'sideways', origin: own() })],
      ['somebody with two of them', () => ({ 'sec-fetch-site': 'same-origin, cross-site' })],
      ['an old browser elsewhere', () => ({ origin: 'https://evil.example' })],
      ['an old browser in a sandboxed frame', () => ({ origin: 'null' })],
      ['our address with another port', () => ({ origin: own().replace(/\d+$/, '1') })],
      ['our host by its number', () => ({ origin: own().replace('localhost', '127.0.0.1') })],
      ['a name that begins as ours', () => ({ origin: `${own()}.evil.example` })],
      ['somebody who forged the Host', () => ({ origin: 'http://evil.example', host: 'evil.example' })],
    ];

    async function post(headers: Record<string, string>, accept: string) {
      const cookie = await adele.cookieHeader();
      return rawRequest(service.url, {
        method: 'POST',
        path: '/logout',
        headers: { accept, cookie, ...headers },
      });
    }

    it.each(allowed)('%s signs out', async (_who, headers) => {
      const { status } = await post(headers(), HTML);
      expect(status).toBe(303);
      expect(await adele.isSignedIn()).toBe(false);
    });

    it.each(refused)('%s is refused with 403 and nobody is signed out', async (_who, headers) => {
      for (const accept of [HTML, JSON_ONLY]) {
        const { status, headers: answered, text } = await post(headers(), accept);
        expect(status).toBe(403);
        expect(answered['set-cookie']).toBeUndefined();
        expect(answered.location).toBeUndefined();
        if (accept === JSON_ONLY) expect(JSON.parse(text)).toMatchObject({ code: 'cross_site_request' });
      }
      expect(await adele.isSignedIn()).toBe(true);
    });
  });

  it('is a problem with its code for a refused JSON caller', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' };
    const response = await adele.post('/logout', { accept: JSON_ONLY, headers });
    expect(response.status).toBe(403);
    expect(await problemOf(response)).toMatchObject({ code: 'cross_site_request' });
  });

  it('works while Entra is down: signed out here, and back on our own page', async () => {
    const cold = await start({ faults: ['discovery-503'] });
    const response = await cold.browser().post('/logout');
    expect(response.status).toBe(303);
    expect(locationOf(response).href).toBe(`${cold.url}/?state=signed-out`);
  });

  it('is done when the session is gone, though the store failed to tidy up', async () => {
    store.fail(['removeFromIndex']);
    expect((await adele.post('/logout')).status).toBe(303);
    store.recover();
    expect(await adele.isSignedIn()).toBe(false);
  });
});
