import { people } from '../../tools/emulator/index.js';
import { pageOf, problemOf } from '../support/answers.js';
import { type Browser, HTML, JSON_ONLY } from '../support/browser.js';
import { describeService } from '../support/describe-service.js';

describeService('the profile', {}, ({ service, emulator, store, browser }) => {
  let adele: Browser;

  beforeAll(async () => {
    adele = await service.browser().signedIn();
  });

  it.each([
    ['/profile', ['getAll']],
    ['/profile/photo', ['getAll']],
    ['/session', ['get']],
    ['/', ['get']],
  ])('GET %s asks the store once', async (path, calls) => {
    store.takeCalls();
    await adele.get(path, { accept: JSON_ONLY });
    expect(store.takeCalls()).toEqual(calls);
  });

  describe('GET /profile', () => {
    it('is a page for browsers, kept by no cache', async () => {
      const response = await adele.get('/profile');
      expect(response.status).toBe(200);
      expect(response.headers.get('vary')).toMatch(/\baccept\b/i);
      expect(response.headers.get('cache-control')).toContain('no-store');
      const page = await pageOf(response);
      expect(page).toContain(people.ordinary.displayName);
      expect(page).toContain(people.ordinary.jobTitle);
      expect(page).toContain('<form method="post" action="/logout">');
    });

    it.each(['text/html', 'TEXT/HTML', 'application/xml, text/html;q=0.9', 'text/html;level=1, */*;q=0.1'])(
      'is a page for whoever names text/html: %s',
      async (accept) => {
        await pageOf(await adele.get('/profile', { accept }));
      },
    );

    it('shows each person themself', async () => {
      await browser.signedIn(people.admin);
      const page = await pageOf(await browser.get('/profile'));
      expect(page).toContain(people.admin.displayName);
      expect(page).not.toContain(people.ordinary.displayName);
    });

    it.each([
      ['application/json', '/profile', JSON_ONLY],
      ['*/*', '/profile', '*/*'],
      ['an empty Accept', '/profile', ''],
      ['an image', '/profile', 'image/avif,image/webp,*/*;q=0.8'],
      ['a browser with ?format=json', '/profile?format=json', HTML],
    ])('is JSON for %s', async (_caller, path, accept) => {
      const response = await adele.get(path, { accept });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toMatch(/^application\/json\b/);
      expect(response.headers.get('vary')).toMatch(/\baccept\b/i);
      expect(await response.json()).toMatchObject({
        user: { id: people.ordinary.oid, tenantId: emulator.tenantId },
        profile: { id: people.ordinary.oid },
      });
    });

    it('has every field of the contract and nothing else, also where Graph says null', async () => {
      await browser.signedIn(people.noMail);
      const { body } = await browser.json('/profile');
      expect(body).toEqual({
        user: {
          id: people.noMail.oid,
          tenantId: emulator.tenantId,
          name: people.noMail.displayName,
          username: people.noMail.userPrincipalName,
          roles: [],
        },
        profile: {
          id: people.noMail.oid,
          displayName: people.noMail.displayName,
          givenName: people.noMail.givenName,
          surname: people.noMail.surname,
          userPrincipalName: people.noMail.userPrincipalName,
          mail: null,
          jobTitle: null,
          mobilePhone: null,
          officeLocation: null,
          preferredLanguage: null,
          businessPhones: [],
        },
      });
    });

    it('leaves no copy of the JSON in the browser', async () => {
      const { headers } = await adele.get('/profile', { accept: JSON_ONLY });
      expect(headers.get('cache-control')).toBe('private, no-store');
    });

    it('shows markup in a name as text', async () => {
      await browser.signedIn(people.markup);
      const page = await pageOf(await browser.get('/profile'));
      expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
      expect(page).not.toContain('<script');
      expect(await pageOf(await browser.get('/'))).not.toContain('<script');
      expect(await pageOf(await browser.get('/logout'))).not.toContain('<script');
    });

    it.each([people.longName, people.accents, people.rightToLeft])(
      'brings the name of $key through unchanged',
      async (person) => {
        await browser.signIn(person);
        expect(await pageOf(await browser.get('/profile'))).toContain(person.displayName);
        const { body } = await browser.json('/profile');
        expect(body).toMatchObject({
          user: { name: person.displayName },
          profile: { displayName: person.displayName },
        });
      },
    );
  });

  describe('GET /profile/photo', () => {
    it('is the picture that Graph has, with its content type', async () => {
      const response = await adele.get('/profile/photo', { accept: 'image/*' });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('image/jpeg');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('cache-control')).toContain('private');
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(bytes.subarray(0, 3).toString('hex')).toBe('ffd8ff');
    });

    it.each(['image/*', HTML])('is a 404 problem where there is none, also for who opens it: %s', async (accept) => {
      await browser.signedIn(people.noPhoto);
      const response = await browser.get('/profile/photo', { accept });
      expect(response.status).toBe(404);
      expect(await problemOf(response)).toMatchObject({ code: 'photo_not_found' });
    });
  });

  describe.each(['/profile', '/profile/photo', '/profile?format=json'])('GET %s without a session', (path) => {
    it('sends browsers to sign in and back', async () => {
      const response = await browser.get(path);
      expect(response.status).toBe(302);
      const location = response.headers.get('location') ?? '';
      expect(location).toMatch(/^\/login\?returnTo=/);
      expect(new URL(location, service.url).searchParams.get('returnTo')).toBe(path);
      expect(response.headers.get('cache-control')).toContain('no-store');
    });

    it.each([JSON_ONLY, '*/*'])('is a 401 problem with a loginUrl for %s', async (accept) => {
      const response = await browser.get(path, { accept });
      expect(response.status).toBe(401);
      expect(response.headers.get('location')).toBeNull();
      const { code, loginUrl } = await problemOf(response);
      expect(code).toBe('not_signed_in');
      const url = new URL(String(loginUrl));
      expect(url.origin + url.pathname).toBe(`${service.url}/login`);
      expect(url.searchParams.get('returnTo')).toBe(path);
    });
  });

  describe.each(['Bearer abc', 'bearer abc', 'Bearer'])('with the header Authorization: %s', (authorization) => {
    it.each(['/profile', '/profile/photo'])('%s is a 401 problem, signed in or not', async (path) => {
      for (const browser of [adele, service.browser()]) {
        const response = await browser.get(path, { accept: JSON_ONLY, headers: { authorization } });
        expect(response.status).toBe(401);
        expect(await problemOf(response)).toMatchObject({ code: 'bearer_not_supported' });
      }
      expect(await adele.isSignedIn()).toBe(true);
    });

    it('is no redirect for browsers either: signing in would not help', async () => {
      const response = await browser.get('/profile', { headers: { authorization } });
      expect(response.status).toBe(401);
      await pageOf(response);
    });
  });
});
