import { people } from '../../tools/emulator/index.js';
import { JSON_ONLY } from '../support/browser.js';
import { locationOf } from '../support/answers.js';
import { describeService } from '../support/describe-service.js';

describeService('GET /login', {}, ({ service, emulator, browser }) => {
  async function authorizationRequest(query = ''): Promise<URL> {
    const response = await service.browser().get(`/login${query}`);
    expect(response.status).toBe(302);
    return locationOf(response);
  }

  /** Where a whole sign-in with this `returnTo` ends. */
  async function endOfSignIn(returnTo: string): Promise<string | null> {
    const callback = await service.browser().signIn(people.ordinary, { query: `?returnTo=${returnTo}` });
    expect(callback.status).toBe(302);
    return callback.headers.get('location');
  }

  it('asks Entra for a code with PKCE, state, nonce and our client capability', async () => {
    const url = await authorizationRequest();

    expect(url.origin + url.pathname).toBe(`${emulator.origin}/${emulator.tenantId}/oauth2/v2.0/authorize`);
    const { state, nonce, code_challenge, claims, scope, ...rest } = Object.fromEntries(url.searchParams);
    expect(rest).toMatchObject({
      client_id: emulator.app.clientId,
      response_type: 'code',
      response_mode: 'query',
      redirect_uri: `${service.url}/getAToken`,
      code_challenge_method: 'S256',
    });
    expect(new Set(scope?.split(' '))).toEqual(new Set(['openid', 'profile', 'offline_access', 'User.Read']));
    expect(JSON.parse(claims ?? '')).toEqual({ access_token: { xms_cc: { values: ['cp1'] } } });
    expect(code_challenge).toMatch(/^[\w-]{43}$/);
    expect(state?.length).toBeGreaterThanOrEqual(22);
    expect(nonce?.length).toBeGreaterThanOrEqual(22);
    expect(state).not.toBe(nonce);
  });

  it('never uses a state, nonce or challenge twice', async () => {
    const requests = await Promise.all([1, 2, 3, 4].map(() => authorizationRequest()));
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(new Set(requests.map((url) => url.searchParams.get(name))).size).toBe(4);
    }
  });

  it('names no scope, state or parameter twice', async () => {
    const url = await authorizationRequest(
      '?prompt=login&login_hint=adele@emulated.example&domain_hint=emulated.example',
    );
    const names = [...url.searchParams.keys()];
    expect(names).toEqual([...new Set(names)]);
  });

  it('redirects JSON callers and people who are signed in as well', async () => {
    expect((await browser.get('/login', { accept: JSON_ONLY })).status).toBe(302);
    await browser.signedIn();
    const again = await browser.get('/login');
    expect(again.status).toBe(302);
    expect(locationOf(again).origin).toBe(emulator.origin);
    expect(await browser.isSignedIn()).toBe(true);
  });

  it('is kept by no cache', async () => {
    const response = await browser.get('/login');
    expect(response.headers.get('cache-control')).toContain('no-store');
  });

  it('puts nothing into the browser but a small seed for a day, and shows nothing of the sign-in', async () => {
    const response = await browser.get('/login?returnTo=/profile');
    const [cookie = '', ...others] = response.headers.getSetCookie();
    expect(others).toEqual([]);
    expect(cookie).toMatch(
      /^sign-in-(\d{1,2}-)?\d+=[\w-]{27}; Max-Age=86400; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
    );
    const state = locationOf(response).searchParams.get('state') ?? '';
    expect(state).toMatch(/^[\w-]{60,200}$/);
    expect(state + Buffer.from(state, 'base64url').toString('latin1')).not.toContain('/profile');
  });

  it.each(['login', 'select_account', 'consent', 'none'])('passes prompt=%s on', async (prompt) => {
    expect((await authorizationRequest(`?prompt=${prompt}`)).searchParams.get('prompt')).toBe(prompt);
  });

  it.each(['create', 'LOGIN', 'login%20consent', '', 'login&prompt=none'])('ignores prompt=%s', async (prompt) => {
    expect((await authorizationRequest(`?prompt=${prompt}`)).searchParams.has('prompt')).toBe(false);
  });

  it('passes login_hint and domain_hint on', async () => {
    const url = await authorizationRequest('?login_hint=adele%40emulated.example&domain_hint=emulated.example');
    expect(url.searchParams.get('login_hint')).toBe('adele@emulated.example');
    expect(url.searchParams.get('domain_hint')).toBe('emulated.example');
  });

  it('drops the login_hint with select_account, which Entra refuses together', async () => {
    const url = await authorizationRequest('?prompt=select_account&login_hint=a%40b.example&domain_hint=b.example');
    expect(url.searchParams.get('prompt')).toBe('select_account');
    expect(url.searchParams.has('login_hint')).toBe(false);
    expect(url.searchParams.get('domain_hint')).toBe('b.example');
  });

  it.each(['login_hint', 'domain_hint'])('keeps a %s from adding parameters of its own', async (name) => {
    const url = await authorizationRequest(`?${name}=a%26prompt%3Dnone%26redirect_uri%3Dhttps%3A%2F%2Fevil.example`);
    expect(url.searchParams.get(name)).toBe('a&prompt=none&redirect_uri=https://evil.example');
    expect(url.searchParams.has('prompt')).toBe(false);
    expect(url.searchParams.getAll('redirect_uri')).toEqual([`${service.url}/getAToken`]);
  });

  it('ignores everything else, what OAuth knows included', async () => {
    const honest = await authorizationRequest();
    const url = await authorizationRequest(
      '?scope=Mail.Read&client_id=x&redirect_uri=https://evil.example&state=mine&nonce=mine&response_mode=form_post' +
        '&response_type=id_token&code_challenge=plain&claims=%7B%7D&p=policy&customState=x&tenantIdOrName=x&foo=bar',
    );
    expect([...url.searchParams.keys()].sort()).toEqual([...honest.searchParams.keys()].sort());
    for (const name of ['scope', 'client_id', 'redirect_uri', 'response_mode', 'response_type', 'claims']) {
      expect(url.searchParams.get(name)).toBe(honest.searchParams.get(name));
    }
    expect(url.pathname).toBe(honest.pathname);
    expect([url.searchParams.get('state'), url.searchParams.get('nonce')]).not.toContain('mine');
  });

  it.each([
    ['cross-site', null, null],
    ['same-origin', 'adele@emulated.example', 'emulated.example'],
  ])('asked by a page that is %s, passes on the hints %s and %s', async (site, loginHint, domainHint) => {
    const query = '?login_hint=adele@emulated.example&domain_hint=emulated.example';
    const headers = { 'sec-fetch-site': site };
    const { searchParams } = locationOf(await browser.get(`/login${query}`, { headers }));
    expect(searchParams.get('login_hint')).toBe(loginHint);
    expect(searchParams.get('domain_hint')).toBe(domainHint);
  });

  it.each([
    ['/profile', '/profile'],
    ['/profile%3Fformat%3Djson%26x%3D1', '/profile?format=json&x=1'],
    [`/${'a'.repeat(511)}`, `/${'a'.repeat(511)}`],
  ])('comes back to the path %s of ours', async (returnTo, location) => {
    expect(await endOfSignIn(returnTo)).toBe(location);
  });

  it.each([
    'https://evil.example/',
    '//evil.example',
    '/%2Fevil.example',
    '/%5Cevil.example',
    '%5C%5Cevil.example',
    '/%09/evil.example',
    '/..//evil.example',
    '/.%2F%2Fevil.example',
    'javascript:alert(1)',
    'profile',
    '%20/profile',
    '/profile%0d%0aSet-Cookie:x=1',
    '/login',
    '/logout',
    '/getAToken?code=1',
    `/${'a'.repeat(512)}`,
    '/profile&returnTo=/',
    '',
  ])('comes back to the home page for returnTo=%s', async (returnTo) => {
    expect(await endOfSignIn(returnTo)).toBe('/');
  });
});
