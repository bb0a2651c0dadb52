import { CookieJar } from 'tough-cookie';
import { people, signInThroughPages, startEmulator, type Emulator } from '../index.js';
import { authorizeUrl, open, SCOPE, signIn } from '../spec-support.js';

describe('the authorization endpoint', () => {
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startEmulator();
  });

  afterEach(() => emulator.close());

  it('answers with a code, the state and a session_state, in this order', async () => {
    const callback = await signInThroughPages(authorizeUrl(emulator), people.ordinary);
    expect([...callback.searchParams.keys()]).toEqual(['code', 'state', 'session_state']);
    expect(callback.searchParams.get('state')).toBe('the-state');
    expect(callback.searchParams.get('session_state')).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  });

  it('takes the request as a form too', async () => {
    const { origin, pathname, searchParams } = authorizeUrl(emulator);
    const answer = await open(origin + pathname, { method: 'POST', body: searchParams });
    expect(answer.html).toContain('Pick an account');
  });

  it('ignores the port of http://localhost in redirect URIs, and nothing else', async () => {
    const accepted = { redirect_uri: 'http://localhost:43210/getAToken' };
    expect((await signInThroughPages(authorizeUrl(emulator, accepted), people.ordinary)).port).toBe('43210');
    for (const redirect_uri of [
      'http://localhost:5000/getatoken',
      'http://localhost:5000/getAToken/',
      'http://localhost:5000/getAToken?x=1',
      'https://localhost:5000/getAToken',
      'http://127.0.0.1:5000/getAToken',
      'http://localhost.example/getAToken',
      'http://localhost:5000@elsewhere.example/getAToken',
    ]) {
      const answer = await open(authorizeUrl(emulator, { redirect_uri }));
      expect(answer.location).toBeUndefined();
      expect(answer.html).toContain('AADSTS50011');
    }
  });

  it('shows a page for an unknown client or tenant, and redirects nowhere', async () => {
    const unknown = await open(authorizeUrl(emulator, { client_id: people.ordinary.oid }));
    expect(unknown.location).toBeUndefined();
    expect(unknown.html).toContain('AADSTS700016');
    expect((await open(authorizeUrl(emulator, {}, 'nowhere'))).html).toContain('AADSTS90002');
  });

  it.each([
    ['response_type', undefined, 'invalid_request', 900144],
    ['response_type', 'code id_token', 'unsupported_response_type', 700054],
    ['response_type', 'token', 'unsupported_response_type', 70005],
    ['response_mode', 'pigeon', 'unsupported_response_type', 70007],
    ['scope', undefined, 'invalid_request', 900144],
    ['scope', 'openid what?', 'invalid_scope', 70011],
    ['scope', 'openid api://another/Read', 'invalid_resource', 500011],
    ['prompt', 'hurry', 'invalid_request', 90023],
    ['claims', '{', 'invalid_request', 9002313],
    ['code_challenge', 'short', 'invalid_request', 9002313],
    ['code_challenge', 'c'.repeat(42), 'invalid_request', 9002313],
    ['code_challenge', 'c'.repeat(44), 'invalid_request', 9002313],
    ['code_challenge', '~'.repeat(43), 'invalid_request', 9002313],
    ['code_challenge_method', 'S512', 'invalid_request', 9002313],
  ])('sends the refusal of %s=%s to the client: %s, AADSTS%i', async (name, value, error, code) => {
    const { location } = await open(authorizeUrl(emulator, { [name]: value }));
    expect(location?.searchParams.get('error')).toBe(error);
    expect(location?.searchParams.get('error_description')).toMatch(new RegExp(`^AADSTS${code}: `));
    expect(location?.searchParams.get('error_uri')).toBe(`${emulator.origin}/error?code=${code}`);
    expect(location?.searchParams.get('state')).toBe('the-state');
  });

  it('encodes refusals as Entra does: CRLF, plus signs, lower-case digits', async () => {
    const { headers } = await open(authorizeUrl(emulator, { response_type: undefined }));
    expect(headers.get('location')).toMatch(
      /\?error=invalid_request&error_description=AADSTS900144%3a\+The\+.*%27response_type%27\.%0d%0aTrace\+ID%3a\+[0-9a-f-]{36}%0d%0aCorrelation\+ID%3a\+[0-9a-f-]{36}%0d%0aTimestamp%3a\+\d{4}-\d\d-\d\d\+\d\d%3a\d\d%3a\d\dZ&error_uri=/,
    );
  });

  it('answers by a form for response_mode=form_post', async () => {
    const jar = new CookieJar();
    await signInThroughPages(authorizeUrl(emulator), people.ordinary, { jar });
    const { html, headers } = await open(authorizeUrl(emulator, { response_mode: 'form_post' }), { jar });
    expect(html).toContain('<form method="post" action="http://localhost:5000/getAToken">');
    expect(html).toMatch(/name="code" value="1\.[\w-]+"/);
    expect(headers.get('content-security-policy')).not.toContain('unsafe-inline');
  });

  it('answers in the fragment for response_mode=fragment', async () => {
    const url = authorizeUrl(emulator, { response_mode: 'fragment' });
    const callback = await signInThroughPages(url, people.ordinary);
    expect(callback.search).toBe('');
    expect(callback.hash).toMatch(/^#code=/);
  });

  describe('consent', () => {
    it('cancelled in the picker is access_denied without a description', async () => {
      const callback = await signInThroughPages(authorizeUrl(emulator), people.ordinary, {
        consent: 'cancel',
      });
      expect(callback.search).toBe('?error=access_denied&error_subcode=cancel&state=the-state');
    });

    it('declined is access_denied with AADSTS65004', async () => {
      const callback = await signInThroughPages(authorizeUrl(emulator), people.ordinary, {
        consent: 'decline',
      });
      expect(callback.searchParams.get('error')).toBe('access_denied');
      expect(callback.searchParams.get('error_description')).toContain('AADSTS65004');
    });

    it('is remembered for the person and the permissions, and asked again for more or on demand', async () => {
      const jar = new CookieJar();
      await signInThroughPages(authorizeUrl(emulator), people.ordinary, { jar });
      expect((await open(authorizeUrl(emulator), { jar })).location?.searchParams.has('code')).toBe(true);
      for (const changes of [{ prompt: 'consent' }, { scope: `${SCOPE} Mail.Read` }]) {
        const { html } = await open(authorizeUrl(emulator, changes), { jar });
        expect(html).toContain('Permissions requested');
      }
    });
  });

  describe('prompt', () => {
    it('none without a session is login_required', async () => {
      const { location } = await open(authorizeUrl(emulator, { prompt: 'none' }));
      expect(location?.searchParams.get('error')).toBe('login_required');
      expect(location?.searchParams.get('error_description')).toContain('AADSTS50058');
    });

    it('none with a session brings a code', async () => {
      const jar = new CookieJar();
      await signInThroughPages(authorizeUrl(emulator), people.ordinary, { jar });
      const { location } = await open(authorizeUrl(emulator, { prompt: 'none' }), { jar });
      expect(location?.searchParams.has('code')).toBe(true);
    });

    it('none without consent is interaction_required', async () => {
      const jar = new CookieJar();
      await signInThroughPages(authorizeUrl(emulator), people.ordinary, { jar, consent: 'decline' });
      const { location } = await open(authorizeUrl(emulator, { prompt: 'none' }), { jar });
      expect(location?.searchParams.get('error')).toBe('interaction_required');
    });

    it.each(['login', 'select_account'])('%s shows the picker in spite of a session', async (prompt) => {
      const jar = new CookieJar();
      await signInThroughPages(authorizeUrl(emulator), people.ordinary, { jar });
      expect((await open(authorizeUrl(emulator, { prompt }), { jar })).html).toContain('Pick an account');
    });
  });

  describe('login_hint', () => {
    it('lets the person in who is signed in already, by name or by the opaque claim', async () => {
      const jar = new CookieJar();
      const tokens = await signIn(emulator, people.ordinary);
      await signInThroughPages(authorizeUrl(emulator), people.ordinary, { jar });
      const claims = JSON.parse(Buffer.from(tokens['id_token']?.split('.')[1] ?? '', 'base64url').toString()) as {
        login_hint: string;
      };
      for (const login_hint of [people.ordinary.userPrincipalName, claims.login_hint]) {
        const { location } = await open(authorizeUrl(emulator, { login_hint }), { jar });
        expect(location?.searchParams.has('code')).toBe(true);
      }
    });

    it('of somebody else shows the picker with that person first', async () => {
      const jar = new CookieJar();
      await signInThroughPages(authorizeUrl(emulator), people.ordinary, { jar });
      const { html } = await open(authorizeUrl(emulator, { login_hint: people.noPhoto.userPrincipalName }), {
        jar,
      });
      expect(html.indexOf('Nora Nophoto')).toBeLessThan(html.indexOf('Adele Ordinary'));
      expect(html).toContain('(signed in)');
    });
  });

  describe('another tenant', () => {
    it('is refused with a page by the authority of a tenant', async () => {
      await expect(signInThroughPages(authorizeUrl(emulator), people.otherTenant)).rejects.toThrow('AADSTS50020');
    });

    it('is let in by organizations', async () => {
      const url = authorizeUrl(emulator, {}, 'organizations');
      const callback = await signInThroughPages(url, people.otherTenant);
      expect(callback.searchParams.has('code')).toBe(true);
    });
  });

  it('escapes names on its pages', async () => {
    const jar = new CookieJar();
    const { html } = await open(authorizeUrl(emulator));
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &quot;Bobby&quot; &amp; Co');
    await signInThroughPages(authorizeUrl(emulator), people.markup, { jar });
    const consent = await open(authorizeUrl(emulator, { prompt: 'consent' }), { jar });
    expect(consent.html).toContain('&lt;script&gt;');
    expect(consent.html).not.toContain('<script');
  });

  it('says on every page what it is, and allows nothing inline', async () => {
    const { html, headers } = await open(authorizeUrl(emulator));
    expect(html).toContain('Local emulator — not Microsoft');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
  });

  it('does not let another site press its buttons', async () => {
    const answer = await open(`${emulator.origin}/${emulator.tenantId}/emulator/sign-in`, {
      method: 'POST',
      body: new URLSearchParams({ person: people.ordinary.oid }),
      headers: { 'Sec-Fetch-Site': 'cross-site' },
    });
    expect(answer.status).toBe(403);
  });

  it('says so when a button belongs to no sign-in', async () => {
    const answer = await open(`${emulator.origin}/${emulator.tenantId}/emulator/sign-in`, {
      method: 'POST',
      body: new URLSearchParams({ pending: 'gone', person: people.ordinary.oid }),
    });
    expect(answer.status).toBe(400);
    expect(answer.html).toContain('This sign-in is over');
  });
});
