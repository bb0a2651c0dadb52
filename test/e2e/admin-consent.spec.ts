import { pageOf, problemOf } from '../support/answers.js';
import { type Browser, JSON_ONLY } from '../support/browser.js';
import { describeService } from '../support/describe-service.js';

const TENANT = '11111111-2222-4333-8444-555555555555';
const CORRELATION = '22222222-aaaa-4bbb-8ccc-000000000002';
const description = (number: number) =>
  `AADSTS${number}: Call 555-0100 for help.\r\nTrace ID: 11111111-aaaa-4bbb-8ccc-000000000001\r\nCorrelation ID: ${CORRELATION}\r\nTimestamp: 2024-12-03 08:12:44Z`;

/** What Entra's adminconsent page sends to the callback. */
const callback = (parameters: Record<string, string>) =>
  `/getAToken?${new URLSearchParams({ admin_consent: 'True', ...parameters }).toString()}`;

describeService('an administrator who was asked for permissions', {}, ({ service, browser }) => {
  /** A browser in the middle of a sign-in, and where Entra would send it back to. */
  async function inTheMiddle(): Promise<{ browser: Browser; answer: URL; state: string }> {
    const browser = service.browser();
    const answer = await browser.walkToCallback();
    return { browser, answer, state: answer.searchParams.get('state') ?? '' };
  }

  describe.each([
    ['without a state', { tenant: TENANT }],
    ['with a state of somebody', { tenant: TENANT, state: '12345' }],
    ['with scopes', { tenant: TENANT, scope: 'https://graph.microsoft.com/User.Read' }],
  ])('and granted them, comes back %s', (_form, parameters: Record<string, string>) => {
    it('to a page that believes nothing and leads on to sign in', async () => {
      const response = await browser.get(callback(parameters));
      expect(response.status).toBe(200);
      expect(response.headers.getSetCookie()).toEqual([]);
      expect(response.headers.get('cache-control')).toContain('no-store');
      expect(response.headers.get('vary')).toContain('Accept');
      const page = await pageOf(response);
      expect(page).toContain('Sign in to see whether it worked.');
      expect(page).toContain('<a class="button" href="/login">Sign in</a>');
      for (const value of Object.values(parameters)) expect(page).not.toContain(value);
    });

    it('to JSON, where JSON is asked for', async () => {
      const { status, body, headers } = await browser.json(callback(parameters));
      expect(status).toBe(200);
      expect(headers.getSetCookie()).toEqual([]);
      expect(body).toEqual({
        message: expect.stringContaining('an administrator has answered') as unknown,
        loginUrl: `${service.url}/login`,
      });
    });
  });

  it.each([
    ['without a state', 65004, {}],
    ['with a state of somebody', 65004, { state: '12345' }],
    ['with another number about consent', 90094, { tenant: TENANT }],
  ])('and declined, comes back %s to a page that says who can grant them', async (_form, number, more) => {
    const refused = callback({
      error: 'access_denied',
      error_description: description(number),
      tenant: TENANT,
      ...more,
    });
    const response = await service.browser().get(refused);
    expect(response.status).toBe(403);
    expect(response.headers.getSetCookie()).toEqual([]);
    const page = await pageOf(response);
    expect(page).toContain('<h1>The permissions were not granted</h1>');
    expect(page).toContain('An administrator who may grant them');
    expect(page).toContain('href="/login"');
    for (const id of [`AADSTS${number}`, CORRELATION]) expect(page).toContain(id);
    // Anybody can make up a link with a sentence of Microsoft's.
    for (const hidden of ['555-0100', TENANT, '12345']) expect(page).not.toContain(hidden);

    const problem = await problemOf(await service.browser().get(refused, { accept: JSON_ONLY }));
    expect(problem).toMatchObject({
      code: 'admin_consent_refused',
      mender: 'administrator',
      aadsts: `AADSTS${number}`,
      loginUrl: `${service.url}/login`,
    });
    expect(problem).not.toHaveProperty('entraMessage');
  });

  it('and whose account was refused, is told why', async () => {
    const refused = callback({ error: 'access_denied', error_description: description(50020) });
    const page = await pageOf(await browser.get(refused));
    expect(page).toContain('<h1>The permissions were not granted</h1>');
    expect(page).toContain('The account belongs to another organisation');
  });

  it.each([
    ['a grant', {}],
    ['a refusal', { error: 'access_denied', error_description: description(65004) }],
  ])('consumes no sign-in that is pending in the same browser: %s', async (_what, parameters) => {
    const { browser, answer, state } = await inTheMiddle();
    const before = await browser.cookieHeader();
    for (const query of [parameters, { ...parameters, state }]) {
      const response = await browser.get(callback(query));
      expect(response.headers.getSetCookie()).toEqual([]);
      await pageOf(response);
    }
    expect(await browser.cookieHeader()).toBe(before);
    expect((await browser.get(answer)).headers.get('location')).toBe('/');
    expect(await browser.isSignedIn()).toBe(true);
  });

  it('signs nobody out', async () => {
    await browser.signedIn();
    expect((await browser.get(callback({ tenant: TENANT }))).status).toBe(200);
    expect(await browser.isSignedIn()).toBe(true);
  });

  it('is signed in when the answer is one to a sign-in, with its code', async () => {
    const { browser, answer } = await inTheMiddle();
    answer.searchParams.set('admin_consent', 'True');
    answer.searchParams.set('tenant', TENANT);
    expect((await browser.get(answer)).headers.get('location')).toBe('/');
    expect(await browser.isSignedIn()).toBe(true);
  });
});
