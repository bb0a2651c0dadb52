import { CookieJar } from 'tough-cookie';
import { API, APPS, ask, asDaemon, claimsOf, DAEMON, TOOL } from '../apps-support.js';
import { people, signInThroughPages, startEmulator, type Emulator, type Person } from '../index.js';
import {
  authorizeUrl,
  codeForm,
  getGraph,
  newCode,
  open,
  postToken,
  refreshForm,
  REDIRECT_URI,
  signIn,
} from '../spec-support.js';

const AS_TOOL = { client_id: TOOL.clientId, redirect_uri: 'http://localhost/tool' };

describe('consent', () => {
  let emulator: Emulator;

  const callbackOf = (person: Person, changes: Record<string, string | undefined>) =>
    signInThroughPages(authorizeUrl(emulator, changes), person);
  const press = async (jar: CookieJar, html: string, button: Record<string, string>) => {
    const action = /action="([^"]+)"/.exec(html)?.[1] ?? '';
    const pending = /name="pending" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const body = new URLSearchParams({ ...button, pending });
    return open(new URL(action, emulator.origin), { method: 'POST', body, jar });
  };

  beforeEach(async () => {
    emulator = await startEmulator({ apps: APPS });
  });

  afterEach(() => emulator.close());

  it('is of one client: another is asked again', async () => {
    const jar = new CookieJar();
    await signInThroughPages(authorizeUrl(emulator), people.ordinary, { jar });
    expect((await open(authorizeUrl(emulator), { jar })).location?.searchParams.has('code')).toBe(true);
    expect((await open(authorizeUrl(emulator, AS_TOOL), { jar })).html).toContain('Permissions requested');
  });

  it('is of one API: no token for another that was not consented to', async () => {
    const code = await newCode(emulator, people.ordinary);
    const { body } = await postToken(emulator, codeForm(emulator, code, { scope: 'api://tasks/Tasks.Read' }));
    expect(body).toMatchObject({ error: 'invalid_grant', error_codes: [65001], suberror: 'consent_required' });
  });

  it('to OpenID scopes is not looked for at a redemption: asked with .default alone, answered with them', async () => {
    const code = await newCode(emulator, people.ordinary, { scope: 'https://graph.microsoft.com/.default' });
    const scope = 'openid profile offline_access https://graph.microsoft.com/.default';
    const { status, body } = await postToken(emulator, codeForm(emulator, code, { scope }));
    expect(status).toBe(200);
    expect(body).toHaveProperty('id_token');
    expect(body).toHaveProperty('refresh_token');
    expect(body['scope']).toBe(
      'openid profile https://graph.microsoft.com/.default https://graph.microsoft.com/User.Read',
    );
  });

  it('to .default is consent to what the registration lists, at every API', async () => {
    const jar = new CookieJar();
    const url = authorizeUrl(emulator, { ...AS_TOOL, scope: 'api://tasks/.default' });
    const picker = await open(url, { jar });
    const page = await press(jar, picker.html, { person: people.ordinary.oid });
    expect(page.html).toContain('Sign you in and read your profile (User.Read)');
    expect(page.html).toContain('api://tasks/Tasks.Read');
    await press(jar, page.html, { answer: 'accept' });
    const graphs = await open(authorizeUrl(emulator, { ...AS_TOOL, scope: 'User.Read' }), { jar });
    expect(graphs.location?.searchParams.has('code')).toBe(true);
  });

  it('to .default of an API that the registration does not list cannot be had: AADSTS650057', async () => {
    await expect(callbackOf(people.ordinary, { scope: 'api://tasks/.default' })).rejects.toThrow('AADSTS650057');
  });

  it('to a permission that there is not cannot be had: AADSTS650053', async () => {
    const { location } = await open(authorizeUrl(emulator, { scope: 'api://tasks/Tasks.Fly' }));
    expect(location?.searchParams.get('error_description')).toMatch(/^AADSTS650053: .*'Tasks\.Fly'/);
    const bare = await open(authorizeUrl(emulator, { scope: 'access_as_user' }));
    expect(bare.location?.searchParams.get('error_description')).toMatch(/^AADSTS650053: /);
  });

  it('does not mind the case, and the answer keeps the spelling of the client', async () => {
    await signIn(emulator, people.ordinary, { authorize: { scope: 'openid Mail.Read' } });
    const tokens = await signIn(emulator, people.ordinary, {
      authorize: { scope: 'openid mail.read' },
      token: { scope: 'openid mail.read' },
    });
    expect(tokens['scope']).toBe('openid mail.read');
  });

  describe('that needs an administrator', () => {
    const scope = 'openid User.Read.All';

    it('nobody else can give: AADSTS90094 on a page, from which one gets back, or to another account', async () => {
      const jar = new CookieJar();
      const picker = await open(authorizeUrl(emulator, { scope }), { jar });
      const refused = await press(jar, picker.html, { person: people.ordinary.oid });
      expect(refused.status).toBe(400);
      expect(refused.html).toContain('AADSTS90094');
      const again = await press(jar, refused.html, { answer: 'another' });
      expect(again.html).toContain('Pick an account');
      const back = await press(jar, again.html, { answer: 'cancel' });
      expect(back.location?.search).toBe('?error=access_denied&error_subcode=cancel&state=the-state');
    });

    it('an administrator gives for everybody', async () => {
      const jar = new CookieJar();
      const picker = await open(authorizeUrl(emulator, { scope }), { jar });
      const consent = await press(jar, picker.html, { person: people.admin.oid });
      expect(consent.html).toContain('Consent on behalf of your organization');
      await press(jar, consent.html, { answer: 'accept', everybody: 'yes' });
      const tokens = await signIn(emulator, people.ordinary, { authorize: { scope } });
      expect(tokens['scope']).toBe('openid https://graph.microsoft.com/User.Read.All');
    });

    it('nobody gives for everybody by adding the field of the checkbox', async () => {
      const jar = new CookieJar();
      const picker = await open(authorizeUrl(emulator), { jar });
      const consent = await press(jar, picker.html, { person: people.ordinary.oid });
      expect(consent.html).not.toContain('name="everybody"');
      await press(jar, consent.html, { answer: 'accept', everybody: 'yes' });
      const other = new CookieJar();
      const second = await open(authorizeUrl(emulator), { jar: other });
      expect((await press(other, second.html, { person: people.noMail.oid })).html).toContain('Permissions requested');
    });
  });

  describe('at the admin consent endpoint', () => {
    const adminConsent = (tenant: string, changes: Record<string, string> = {}) => {
      const url = new URL(`${emulator.origin}/${tenant}/v2.0/adminconsent`);
      const scope = 'https://graph.microsoft.com/User.Read.All';
      url.search = new URLSearchParams({
        ...{ client_id: emulator.app.clientId, redirect_uri: REDIRECT_URI, state: 'the-state', scope },
        ...changes,
      }).toString();
      return url;
    };

    it('is given for everybody', async () => {
      const callback = await signInThroughPages(adminConsent(emulator.tenantId), people.admin);
      expect(Object.fromEntries(callback.searchParams)).toEqual({
        admin_consent: 'True',
        tenant: emulator.tenantId,
        scope: 'https://graph.microsoft.com/User.Read.All',
        state: 'the-state',
      });
      expect(await signIn(emulator, people.ordinary, { authorize: { scope: 'User.Read.All' } })).toHaveProperty(
        'access_token',
      );
    });

    it('gives an application its roles', async () => {
      const apps = [API, { ...DAEMON, adminConsent: false, redirectUris: [REDIRECT_URI] }];
      const other = await startEmulator({ apps });
      try {
        expect(claimsOf((await asDaemon(other)).body['access_token'])).not.toHaveProperty('roles');
        const url = adminConsent(other.tenantId, { client_id: DAEMON.clientId, scope: 'api://tasks/.default' });
        await signInThroughPages(new URL(url.pathname + url.search, other.origin), people.admin);
        expect(claimsOf((await asDaemon(other)).body['access_token'])).toMatchObject({ roles: ['Tasks.Read.All'] });
      } finally {
        await other.close();
      }
    });

    it('is declined, and refused to whoever is no administrator', async () => {
      const declined = await signInThroughPages(adminConsent(emulator.tenantId), people.admin, { consent: 'decline' });
      expect(declined.searchParams.get('error_description')).toMatch(/^AADSTS65004: /);
      const byOthers = signInThroughPages(adminConsent(emulator.tenantId), people.ordinary);
      await expect(byOthers).rejects.toThrow('AADSTS90094');
    });
  });
});

describe('an app', () => {
  const SPA = { clientId: 'aaaaaaaa-0000-4000-8000-000000000004', redirectUris: { spa: ['http://localhost/spa'] } };
  const CLOSED = {
    clientId: 'aaaaaaaa-0000-4000-8000-000000000005',
    displayName: 'For some',
    redirectUris: [REDIRECT_URI],
    secrets: ['the-secret'],
    appRoles: ['Reviewer', 'Author'],
    assignmentRequired: true,
    assignments: [{ person: 'ordinary', role: 'Reviewer' }, { person: 'noMail' }],
    optionalClaims: { idToken: ['sid'] },
  };
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await startEmulator({ apps: [...APPS, SPA, CLOSED] });
  });

  afterAll(() => emulator.close());

  const closedForm = (code: string) =>
    codeForm(emulator, code, { client_id: CLOSED.clientId, client_secret: 'the-secret' });

  it('lets in only who is assigned, with the roles that they have', async () => {
    const changes = { client_id: CLOSED.clientId };
    const code = await newCode(emulator, people.ordinary, changes);
    const { body } = await postToken(emulator, closedForm(code));
    expect(claimsOf(body['id_token'])).toMatchObject({ roles: ['Reviewer'], aud: CLOSED.clientId });
    expect(claimsOf(body['id_token'])).toHaveProperty('sid');
    expect(claimsOf(body['id_token'])).not.toHaveProperty('login_hint');
    const withoutRole = await postToken(emulator, closedForm(await newCode(emulator, people.noMail, changes)));
    expect(claimsOf(withoutRole.body['id_token'])).not.toHaveProperty('roles');
    await expect(newCode(emulator, people.admin, changes)).rejects.toThrow('AADSTS50105');
  });

  it.each([
    ['SecurityGroup', 200, { groups: expect.any(Array) as unknown }],
    ['SecurityGroup', 201, { _claim_names: { groups: 'src1' } }],
    ['None', 1, {}],
  ])(
    'that wants the groups %s has %i of them in its tokens, or is sent to ask Graph',
    async (wanted, count, claims) => {
      const groups = Array.from({ length: count }, (_group, index) => `Group ${index}`);
      const app = { ...CLOSED, groupMembershipClaims: wanted, assignments: [{ person: 'ordinary' }] };
      const member = { ...people.ordinary, groups };
      const other = await startEmulator({ apps: [app], people: [member] });
      try {
        const code = await newCode(other, member, { client_id: CLOSED.clientId });
        const credential = { client_id: CLOSED.clientId, client_secret: 'the-secret' };
        const { body } = await postToken(other, codeForm(other, code, credential));
        const token = claimsOf(body['id_token']);
        expect(token).toMatchObject(claims);
        expect((token['groups'] as unknown[] | undefined)?.length).toBe('groups' in claims ? count : undefined);
        expect('_claim_names' in token).toBe('_claim_names' in claims);
      } finally {
        await other.close();
      }
    },
  );

  it('keeps its codes and refresh tokens to itself', async () => {
    const code = await newCode(emulator, people.ordinary);
    const others = await postToken(emulator, closedForm(code));
    expect(others.body).toMatchObject({ error: 'invalid_grant', error_codes: [70000] });
    const { refresh_token: token } = await signIn(emulator, people.ordinary);
    const form = refreshForm(emulator, token, { client_id: CLOSED.clientId, client_secret: 'the-secret' });
    expect((await postToken(emulator, form)).body).toMatchObject({ error: 'invalid_grant', error_codes: [70000] });
  });

  it('that has no redirect URI at all: AADSTS500113', async () => {
    const { html, location } = await open(authorizeUrl(emulator, { client_id: DAEMON.clientId }));
    expect(location).toBeUndefined();
    expect(html).toContain('AADSTS500113');
  });

  it('of one tenant is not used at organizations: AADSTS50194', async () => {
    expect((await open(authorizeUrl(emulator, AS_TOOL, 'organizations'))).html).toContain('AADSTS50194');
  });

  it('without a credential redeems for a redirect URI of its platform, and with one never', async () => {
    const code = await newCode(emulator, people.ordinary, AS_TOOL);
    const form = { grant_type: 'authorization_code', code, code_verifier: 'v', ...AS_TOOL };
    const refused = await ask(emulator, { ...form, client_secret: 'anything' });
    expect(refused.body).toMatchObject({ error: 'invalid_client', error_codes: [7000215] });
    expect((await ask(emulator, form)).body).toMatchObject({ error_codes: [501481] });
  });

  it('of a single page redeems across origins, and from nowhere else', async () => {
    const changes = { client_id: SPA.clientId, redirect_uri: 'http://localhost/spa' };
    const form = codeForm(emulator, await newCode(emulator, people.ordinary, changes), {
      ...changes,
      client_secret: undefined,
    });
    expect((await postToken(emulator, form)).body).toMatchObject({ error_codes: [9002327] });
    const { status } = await postToken(emulator, form, { headers: { origin: 'http://localhost' } });
    expect(status).toBe(200);
  });

  it('hears who it was in the redirect, if it asks', async () => {
    const callback = await signInThroughPages(authorizeUrl(emulator, { client_info: '1' }), people.ordinary);
    expect([...callback.searchParams.keys()]).toEqual(['code', 'client_info', 'state', 'session_state']);
    const info = Buffer.from(callback.searchParams.get('client_info') ?? '', 'base64url').toString();
    expect(JSON.parse(info)).toEqual({ uid: people.ordinary.oid, utid: people.ordinary.tid });
  });

  it.each([
    ['api://tasks', 'api://tasks/Tasks.Read', undefined],
    ['api://tasks/', 'api://tasks/Tasks.Read', 'invalid_target'],
    ['api://Tasks', 'api://tasks/Tasks.Read', 'invalid_target'],
    ['api://tasks', 'User.Read', 'invalid_target'],
    ['https://graph.microsoft.com', 'User.Read', 'invalid_target'],
  ])('may name the resource %s for %s: %s', async (resource, scope, error) => {
    const { location } = await open(authorizeUrl(emulator, { resource, scope: `openid ${scope}` }));
    expect(location?.searchParams.get('error') ?? undefined).toBe(error);
    if (error !== undefined) {
      expect(location?.searchParams.get('error_description')).toMatch(/^AADSTS9010010: /);
    }
  });

  it('asks for an authentication context, finds it in both tokens, and cannot get another without the person', async () => {
    const claims = (value: string) => JSON.stringify({ access_token: { acrs: { essential: true, value } } });
    const authorize = { claims: claims('c1'), scope: 'openid offline_access api://tasks/Tasks.Read' };
    const token = { scope: 'api://tasks/Tasks.Read' };
    const tokens = await signIn(emulator, people.ordinary, { authorize, token });
    expect(claimsOf(tokens['access_token'])).toMatchObject({ acrs: ['c1'] });
    expect(claimsOf(tokens['id_token'])).toMatchObject({ acrs: ['c1'] });
    const refresh = (value: string) =>
      postToken(emulator, refreshForm(emulator, tokens['refresh_token'], { ...token, claims: claims(value) }));
    expect((await refresh('c1')).status).toBe(200);
    expect((await refresh('no context')).status).toBe(200);
    expect((await refresh('c2')).body).toMatchObject({ error_codes: [50076], suberror: 'basic_action' });
  });

  it('that can answer claims challenges gets tokens of Graph for 20 to 28 hours', async () => {
    const claims = JSON.stringify({ access_token: { xms_cc: { values: ['cp1'] } } });
    const graphs = await signIn(emulator, people.ordinary, { token: { claims } });
    expect(Number(graphs['expires_in'])).toBeGreaterThanOrEqual(20 * 3600);
    expect(Number(graphs['expires_in'])).toBeLessThanOrEqual(28 * 3600);
    const authorize = { scope: 'openid api://tasks/Tasks.Read' };
    const own = await signIn(emulator, people.ordinary, { authorize, token: { claims } });
    expect(own['expires_in']).toBe(4799);
    expect(claimsOf(own['access_token'])).toMatchObject({ xms_cc: ['cp1'] });
  });

  it('that sends the same request again and again is stopped: AADSTS50196', async () => {
    const { refresh_token: token } = await signIn(emulator, people.ordinary);
    const answers = [];
    for (let time = 1; time <= 21; time += 1) answers.push(await postToken(emulator, refreshForm(emulator, token)));
    expect(answers.slice(0, 20).map(({ status }) => status)).toEqual(Array<number>(20).fill(200));
    expect(answers[20]?.body).toMatchObject({ error: 'invalid_grant', error_codes: [50196] });
  });

  it('gets userinfo with the subject of its own ID token', async () => {
    const { access_token: access, id_token: id } = await signIn(emulator, people.ordinary);
    const info = (await (await getGraph(emulator, '/oidc/userinfo', access)).json()) as { sub: string };
    expect(info.sub).toBe(claimsOf(id)['sub']);
  });
});
