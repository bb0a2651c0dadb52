import { SigningKeys } from '../../entra/signing-keys.js';
import { people, startEmulator, type Emulator, type EmulatorOptions } from '../../index.js';
import { codeForm, newCode, postToken, REDIRECT_URI } from '../../spec-support.js';
import { appToken, askGraph, graphClient, tokenOf, type GraphReply } from '../spec-support.js';

const SCOPES = [
  'Application.ReadWrite.All',
  'DelegatedPermissionGrant.ReadWrite.All',
  'AppRoleAssignment.ReadWrite.All',
  'Policy.Read.All',
];
const GRAPH = '00000003-0000-0000-c000-000000000000';
const USER_READ = 'e1fe6dd8-ba31-4d61-89e7-88639da4683d';
const GITHUB = {
  name: 'github',
  issuer: 'https://token.actions.githubusercontent.com',
  subject: 'repo:contoso/app:ref:refs/heads/main',
};
/** Two, as base64 of their DER. */
async function certificates(): Promise<string[]> {
  return (await SigningKeys.create()).published.flatMap(({ jwk }) => jwk.x5c ?? []);
}

const DAY_MS = 24 * 3600 * 1000;

describe('registering through Graph', () => {
  let emulator: Emulator;
  let token: string;
  let now: number;

  beforeEach(() => {
    now = Date.parse('2026-01-02T03:04:05Z');
  });

  async function start(options: EmulatorOptions = {}): Promise<void> {
    emulator = await startEmulator({ now: () => now, apps: [graphClient(SCOPES)], ...options });
    token = await tokenOf(emulator, people.admin);
  }

  const ask = (request: string, body?: unknown, headers?: Record<string, string>) =>
    askGraph(emulator, token, request, body, headers);
  const refusal = ({ status, body }: GraphReply) => [status, body.error?.code];
  async function register(body: object = {}): Promise<Record<string, string>> {
    const answer = await ask('POST /applications', { displayName: 'Web app', signInAudience: 'AzureADMyOrg', ...body });
    expect(answer.status).toBe(201);
    return answer.body as unknown as Record<string, string>;
  }

  afterEach(() => emulator.close());

  it('makes an app that people can sign in to at once', async () => {
    await start();
    const app = await register({
      web: { redirectUris: [REDIRECT_URI] },
      requiredResourceAccess: [{ resourceAppId: GRAPH, resourceAccess: [{ id: USER_READ, type: 'Scope' }] }],
    });
    const added = await ask(`POST /applications/${app['id']}/addPassword`, {
      passwordCredential: { displayName: 'local' },
    });
    expect(added).toMatchObject({
      status: 200,
      body: {
        '@odata.context': `${emulator.origin}/v1.0/$metadata#microsoft.graph.passwordCredential`,
        customKeyIdentifier: null,
        displayName: 'local',
        startDateTime: '2026-01-02T03:04:05Z',
        endDateTime: '2028-01-02T03:04:05Z',
      },
    });
    expect((await ask('POST /servicePrincipals', { appId: app['appId'] })).status).toBe(201);
    const code = await newCode(emulator, people.ordinary, { client_id: app['appId'] });
    const changes = { client_id: app['appId'], client_secret: String(added.body['secretText']) };
    expect((await postToken(emulator, codeForm(emulator, code, changes))).body).toMatchObject({ token_type: 'Bearer' });
  });

  it('answers an application as Graph does, and finds it by each of its names', async () => {
    await start();
    const app = await register({ uniqueName: 'web-app', web: { redirectUris: [REDIRECT_URI] } });
    expect(app).toMatchObject({
      '@odata.context': `${emulator.origin}/v1.0/$metadata#applications/$entity`,
      createdDateTime: '2026-01-02T03:04:05Z',
      publisherDomain: 'emulated.example',
      uniqueName: 'web-app',
      identifierUris: [],
      keyCredentials: [],
      passwordCredentials: [],
      api: { requestedAccessTokenVersion: null, oauth2PermissionScopes: [] },
      web: { homePageUrl: null, logoutUrl: null, redirectUris: [REDIRECT_URI] },
    });
    for (const path of [`/${app['id']}`, `(appId='${app['appId']}')`, "(uniqueName='web-app')"]) {
      expect((await ask(`GET /applications${path}?$select=id`)).body).toMatchObject({ id: app['id'] });
    }
    for (const filter of [`appId eq '${app['appId']}'`, "displayName eq 'Web app'", "uniqueName eq 'web-app'"]) {
      const { body } = await ask(`GET /applications?$select=id&$filter=${encodeURIComponent(filter)}`);
      expect(body.value).toEqual([{ id: app['id'] }]);
    }
  });

  it('takes Microsoft accounts too unless told otherwise', async () => {
    await start();
    const { body } = await ask('POST /applications', { displayName: 'Web app' });
    expect(body).toMatchObject({ signInAudience: 'AzureADandPersonalMicrosoftAccount', requiredResourceAccess: [] });
  });

  it('makes or changes one by its unique name, if it is told to', async () => {
    await start();
    const upsert = (body: object, headers = {}) => ask("PATCH /applications(uniqueName='it''s')", body, headers);
    const prefer = { prefer: 'return=representation, create-if-missing' };
    expect(refusal(await upsert({ displayName: 'One' }))).toEqual([404, 'Request_ResourceNotFound']);
    expect(await upsert({ displayName: 'One' }, prefer)).toMatchObject({
      status: 201,
      body: { displayName: 'One', uniqueName: "it's" },
    });
    expect((await upsert({ displayName: 'Two' }, prefer)).status).toBe(204);
    expect((await ask("GET /applications(uniqueName='it''s')")).body).toMatchObject({ displayName: 'Two' });
    expect(refusal(await upsert({}, prefer))).toEqual([204, undefined]);
    expect(refusal(await ask("PATCH /applications(uniqueName='other')", {}, prefer))).toEqual([
      400,
      'Request_BadRequest',
    ]);
  });

  it('changes an application and leaves alone what is not named', async () => {
    await start();
    const app = await register({
      web: { redirectUris: [REDIRECT_URI], logoutUrl: 'https://localhost/out' },
      tags: ['a'],
    });
    const changes = {
      web: { redirectUris: ['https://app.example/getAToken'] },
      optionalClaims: { idToken: [{ name: 'sid' }, { name: 'login_hint' }] },
      api: { requestedAccessTokenVersion: 2 },
      identifierUris: [`api://${app['appId']}`],
    };
    expect((await ask(`PATCH /applications/${app['id']}`, changes)).status).toBe(204);
    expect((await ask(`GET /applications/${app['id']}`)).body).toMatchObject({
      displayName: 'Web app',
      tags: ['a'],
      web: { redirectUris: ['https://app.example/getAToken'], logoutUrl: 'https://localhost/out' },
      optionalClaims: { idToken: [{ name: 'sid' }, { name: 'login_hint' }], accessToken: [] },
      api: { requestedAccessTokenVersion: 2 },
      identifierUris: [`api://${app['appId']}`],
    });
  });

  it('removes an application with its service principal, and its client id is unknown at once', async () => {
    await start();
    const app = await register({ web: { redirectUris: [REDIRECT_URI] } });
    await ask('POST /servicePrincipals', { appId: app['appId'] });
    expect((await ask(`DELETE /applications/${app['id']}`)).status).toBe(204);
    expect(refusal(await ask(`GET /applications/${app['id']}`))).toEqual([404, 'Request_ResourceNotFound']);
    expect(refusal(await ask(`GET /servicePrincipals(appId='${app['appId']}')`))).toEqual([
      404,
      'Request_ResourceNotFound',
    ]);
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: app['appId'] ?? '',
      scope: 'x/.default',
    });
    expect((await postToken(emulator, form)).body).toMatchObject({ error_codes: [700016] });
  });

  describe('handles secrets:', () => {
    it('the value is told once, and a removed one proves nothing', async () => {
      await start();
      const app = await register({ passwordCredentials: [{ displayName: 'first' }] });
      const [first] = app['passwordCredentials'] as unknown as Record<string, string>[];
      expect(first?.['secretText']).toMatch(/^[\w~.-]{40}$/);
      const shown = (await ask(`GET /applications/${app['id']}`)).body['passwordCredentials'];
      expect(shown).toEqual([{ ...first, secretText: null, hint: first?.['secretText']?.slice(0, 3) }]);

      await ask('POST /servicePrincipals', { appId: app['appId'] });
      const grant = { grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default' };
      const form = new URLSearchParams({
        ...grant,
        client_id: app['appId'] ?? '',
        client_secret: first?.['secretText'] ?? '',
      });
      expect((await postToken(emulator, form)).status).toBe(200);
      const { keyId } = first ?? {};
      expect((await ask(`POST /applications/${app['id']}/removePassword`, { keyId })).status).toBe(204);
      expect((await postToken(emulator, form)).body).toMatchObject({ error: 'invalid_client', error_codes: [7000215] });
      expect((await ask(`POST /applications/${app['id']}/removePassword`, { keyId })).status).toBe(400);
    });

    it('one ends when it was asked to', async () => {
      await start();
      const app = await register();
      const until = (endDateTime: string) =>
        ask(`POST /applications/${app['id']}/addPassword`, { passwordCredential: { endDateTime } });
      expect((await until('2026-03-01T00:00:00Z')).body).toMatchObject({ endDateTime: '2026-03-01T00:00:00Z' });
      expect(refusal(await until('2025-12-31T00:00:00Z'))).toEqual([400, 'PasswordCredentialInvalidEndDate']);
    });
  });

  describe('handles certificates:', () => {
    const credential = (key: string) => ({ type: 'AsymmetricX509Cert', usage: 'Verify', key, displayName: 'CN=app' });

    it('whoever sends a list replaces the one that there was, and names what is to stay', async () => {
      now = Date.now();
      await start();
      const app = await register();
      const path = `/applications/${app['id']}`;
      const [one = '', two = ''] = await certificates();
      expect((await ask(`PATCH ${path}`, { keyCredentials: [credential(one)] })).status).toBe(204);
      const [first] = (await ask(`GET ${path}?$select=keyCredentials`)).body['keyCredentials'] as Record<
        string,
        unknown
      >[];
      expect(first).toMatchObject({ key: one, type: 'AsymmetricX509Cert', usage: 'Verify', displayName: 'CN=app' });
      expect(first?.['customKeyIdentifier']).toMatch(/^[0-9A-F]{40}$/);
      const kept = { ...first, key: null };
      expect((await ask(`PATCH ${path}`, { keyCredentials: [kept, credential(two)] })).status).toBe(204);
      expect((await ask(`GET ${path}`)).body['keyCredentials']).toMatchObject([
        { keyId: first?.['keyId'], key: null },
        { key: null },
      ]);
      expect((await ask(`PATCH ${path}`, { keyCredentials: [credential(two)] })).status).toBe(204);
      expect((await ask(`GET ${path}?$select=keyCredentials`)).body['keyCredentials']).toMatchObject([{ key: two }]);
    });

    it('what is none is refused, and so is an end after its own', async () => {
      await start();
      const app = await register();
      const send = (changes: object) => ask(`PATCH /applications/${app['id']}`, { keyCredentials: [changes] });
      expect(refusal(await send(credential('bm9uZQ==')))).toEqual([400, 'Request_BadRequest']);
      const late = { ...credential((await certificates())[0] ?? ''), endDateTime: '2099-01-01T00:00:00Z' };
      expect(refusal(await send(late))).toEqual([400, 'KeyCredentialsInvalidEndDate']);
    });
  });

  it('handles federated credentials: issuer and subject are there once', async () => {
    await start();
    const app = await register();
    const path = `/applications/${app['id']}/federatedIdentityCredentials`;
    const made = await ask(`POST ${path}`, { ...GITHUB, audiences: ['api://AzureADTokenExchange'] });
    expect(made).toMatchObject({
      status: 201,
      body: { ...GITHUB, description: null, audiences: ['api://AzureADTokenExchange'] },
    });
    expect(made.body['@odata.id']).toBe(
      `${emulator.origin}/v1.0/applications('${app['id']}')/federatedIdentityCredentials/${String(made.body['id'])}`,
    );
    expect(refusal(await ask(`POST ${path}`, { ...GITHUB, name: 'again' }))).toEqual([
      409,
      'Request_MultipleObjectsWithSameKeyValue',
    ]);
    expect(refusal(await ask(`POST ${path}`, { ...GITHUB, subject: 'another' }))).toEqual([
      409,
      'Request_MultipleObjectsWithSameKeyValue',
    ]);
    expect((await ask(`PATCH ${path}/github`, { subject: 'another' })).status).toBe(204);
    expect((await ask(`GET ${path}`)).body.value).toMatchObject([{ name: 'github', subject: 'another' }]);
    expect((await ask(`DELETE ${path}/${String(made.body['id'])}`)).status).toBe(204);
    expect((await ask(`GET ${path}`)).body.value).toEqual([]);
  });

  it('gives consent for everybody, by object ids and not by client ids', async () => {
    await start();
    const app = await register();
    const { body: principal } = await ask('POST /servicePrincipals', { appId: app['appId'] });
    const { body: graph } = await ask(`GET /servicePrincipals(appId='${GRAPH}')?$select=id,appId`);
    expect(graph).toMatchObject({ appId: GRAPH });
    const grant = {
      clientId: principal['id'],
      consentType: 'AllPrincipals',
      resourceId: graph['id'],
      scope: 'User.Read openid',
    };
    const wrong = await ask('POST /oauth2PermissionGrants', { ...grant, clientId: app['appId'] });
    expect(refusal(wrong)).toEqual([404, 'Request_ResourceNotFound']);
    const given = await ask('POST /oauth2PermissionGrants', grant);
    expect(given).toMatchObject({ status: 201, body: { ...grant, principalId: null } });
    expect(refusal(await ask('POST /oauth2PermissionGrants', grant))).toEqual([
      409,
      'Request_MultipleObjectsWithSameKeyValue',
    ]);
    const path = `/oauth2PermissionGrants/${String(given.body['id'])}`;
    expect((await ask(`PATCH ${path}`, { scope: 'User.Read' })).status).toBe(204);
    const filter = encodeURIComponent(`clientId eq '${String(principal['id'])}' and consentType eq 'AllPrincipals'`);
    expect((await ask(`GET /oauth2PermissionGrants?$filter=${filter}`)).body.value).toMatchObject([
      { scope: 'User.Read' },
    ]);
    expect((await ask(`DELETE ${path}`)).status).toBe(204);
    expect((await ask(`GET ${path}`)).status).toBe(404);
    const forOne = { ...grant, consentType: 'Principal' };
    expect(refusal(await ask('POST /oauth2PermissionGrants', forOne))).toEqual([400, 'Request_BadRequest']);
    const principalId = people.ordinary.oid;
    expect((await ask('POST /oauth2PermissionGrants', { ...forOne, principalId })).body).toMatchObject({ principalId });
  });

  it('gives application permissions, which the next token of the app has', async () => {
    await start();
    const app = await register({ passwordCredentials: [{}] });
    const [secret] = app['passwordCredentials'] as unknown as { secretText: string }[];
    const { body: principal } = await ask('POST /servicePrincipals', { appId: app['appId'] });
    const { body: graph } = await ask(`GET /servicePrincipals(appId='${GRAPH}')`);
    const role = (graph['appRoles'] as { id: string; value: string }[]).find(({ value }) => value === 'User.Read.All');
    const assignment = { principalId: principal['id'], resourceId: graph['id'], appRoleId: role?.id };
    const path = `/servicePrincipals/${String(graph['id'])}/appRoleAssignedTo`;
    expect(await ask(`POST ${path}`, assignment)).toMatchObject({
      status: 201,
      body: { ...assignment, principalType: 'ServicePrincipal', resourceDisplayName: 'Microsoft Graph' },
    });
    expect(refusal(await ask(`POST ${path}`, assignment))).toEqual([400, 'Request_BadRequest']);
    const held = await ask(`GET /servicePrincipals/${String(principal['id'])}/appRoleAssignments`);
    expect(held.body.value).toMatchObject([assignment]);
    const { body } = await postToken(
      emulator,
      new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: app['appId'] ?? '',
        client_secret: secret?.secretText ?? '',
        scope: 'https://graph.microsoft.com/.default',
      }),
    );
    expect((await askGraph(emulator, String(body['access_token']), 'GET /users')).status).toBe(200);
    expect((await ask(`DELETE ${path}/${String(held.body.value?.[0]?.['id'])}`)).status).toBe(204);
    expect((await ask(`GET /servicePrincipals/${String(principal['id'])}/appRoleAssignments`)).body.value).toEqual([]);
  });

  it('makes a service principal once, and only of an application that there is', async () => {
    await start();
    const app = await register();
    expect((await ask('POST /servicePrincipals', { appId: app['appId'] })).status).toBe(201);
    expect(refusal(await ask('POST /servicePrincipals', { appId: app['appId'] }))).toEqual([
      409,
      'Request_MultipleObjectsWithSameKeyValue',
    ]);
    expect(await ask('POST /servicePrincipals', { appId: app['id'] })).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('does not reference a valid application object') as string } },
    });
    const path = `/servicePrincipals(appId='${app['appId']}')`;
    expect((await ask(`PATCH ${path}`, { appRoleAssignmentRequired: true })).status).toBe(204);
    expect((await ask(`GET ${path}`)).body).toMatchObject({ appRoleAssignmentRequired: true, accountEnabled: true });
  });

  it.each<[number, string, string, object]>([
    [400, 'Request_BadRequest', 'a name that is none', { displayName: '' }],
    [400, 'Request_BadRequest', 'accounts that there are not', { signInAudience: 'Everybody' }],
    [400, 'Request_BadRequest', 'a redirect URI over plain http', { web: { redirectUris: ['http://app.example/'] } }],
    [
      400,
      'Request_BadRequest',
      'a redirect URI with a fragment',
      { web: { redirectUris: ['https://app.example/#x'] } },
    ],
    [400, 'BadRequest', 'a property that there is not', { clientSecret: 'mine' }],
    [400, 'BadRequest', 'a secret of its own choice', { passwordCredentials: [] }],
    [
      400,
      'HostNameNotOnVerifiedDomain',
      'an address of somebody else',
      { identifierUris: ['https://elsewhere.example/api'] },
    ],
    [400, 'HostNameNotOnVerifiedDomain', 'an address of nobody', { identifierUris: ['api://orders'] }],
  ])('refuses with %i %s: %s', async (status, code, _what, changes) => {
    await start();
    const app = await register();
    expect(refusal(await ask(`PATCH /applications/${app['id']}`, changes))).toEqual([status, code]);
    expect((await ask(`GET /applications/${app['id']}`)).body).toMatchObject({
      displayName: 'Web app',
      identifierUris: [],
    });
  });

  it('lets go of a role only once it is switched off', async () => {
    await start();
    const role = { id: USER_READ, value: 'Admin', displayName: 'Admin', allowedMemberTypes: ['User'] };
    const app = await register({ appRoles: [role] });
    const send = (appRoles: object[]) => ask(`PATCH /applications/${app['id']}`, { appRoles });
    expect(refusal(await send([]))).toEqual([400, 'CannotDeleteOrUpdateEnabledEntitlement']);
    expect((await send([{ ...role, isEnabled: false }])).status).toBe(204);
    expect((await send([])).status).toBe(204);
  });

  it('is for those who may: 403 without the permission, and with one that only reads', async () => {
    await start({ apps: [graphClient(['Application.Read.All'], ['Application.Read.All'])] });
    const alone = await appToken(emulator);
    for (const caller of [token, alone]) {
      expect((await askGraph(emulator, caller, 'GET /applications')).status).toBe(200);
      for (const request of ['POST /applications', 'POST /servicePrincipals', 'POST /oauth2PermissionGrants']) {
        expect(refusal(await askGraph(emulator, caller, request, {}))).toEqual([403, 'Authorization_RequestDenied']);
      }
    }
  });

  it('takes its time to arrive where replication does', async () => {
    await start({ replication: { visibleAfterSeconds: 30 } });
    const app = await register({ uniqueName: 'web-app' });
    const upsert = () =>
      ask("PATCH /applications(uniqueName='web-app')", { displayName: 'x' }, { prefer: 'create-if-missing' });
    expect(refusal(await ask(`POST /applications/${app['id']}/addPassword`))).toEqual([
      404,
      'Request_ResourceNotFound',
    ]);
    expect((await ask('GET /applications')).body.value).not.toContainEqual(expect.objectContaining({ id: app['id'] }));
    expect(refusal(await ask('POST /servicePrincipals', { appId: app['appId'] }))).toEqual([400, 'Request_BadRequest']);
    expect(refusal(await upsert())).toEqual([409, 'Request_MultipleObjectsWithSameKeyValue']);
    now += 30_000;
    expect((await ask(`POST /applications/${app['id']}/addPassword`)).status).toBe(200);
    expect((await ask('POST /servicePrincipals', { appId: app['appId'] })).status).toBe(201);
    expect((await upsert()).status).toBe(204);
  });

  it('refuses one change right after another where the directory is busy', async () => {
    await start({ replication: { conflictForSeconds: 2 } });
    const app = await register();
    const addPassword = () => ask(`POST /applications/${app['id']}/addPassword`);
    expect((await addPassword()).status).toBe(200);
    expect(refusal(await ask(`PATCH /applications/${app['id']}`, {}))).toEqual([409, 'Directory_ConcurrencyViolation']);
    now += 2000;
    expect((await addPassword()).status).toBe(200);
  });

  it('keeps to the policies of the tenant, and tells of them', async () => {
    now = Date.now();
    await start({ policies: { longestSecretDays: 90, forbidCertificates: true, signInAudiences: ['AzureADMyOrg'] } });
    expect(refusal(await ask('POST /applications', { displayName: 'x' }))).toEqual([
      400,
      'SignInAudienceNotAllowedAsPerAppPolicy',
    ]);
    const app = await register();
    const addPassword = (days: number) =>
      ask(`POST /applications/${app['id']}/addPassword`, {
        passwordCredential: { endDateTime: new Date(now + days * DAY_MS).toISOString() },
      });
    expect(refusal(await addPassword(91))).toEqual([400, 'CredentialInvalidLifetimeAsPerAppPolicy']);
    expect((await addPassword(90)).status).toBe(200);
    const [key] = await certificates();
    const keyCredentials = [{ type: 'AsymmetricX509Cert', usage: 'Verify', key }];
    expect(refusal(await ask(`PATCH /applications/${app['id']}`, { keyCredentials }))).toEqual([
      400,
      'CredentialTypeNotAllowedAsPerAppPolicy',
    ]);
    expect((await ask('GET /policies/defaultAppManagementPolicy')).body).toMatchObject({
      isEnabled: true,
      applicationRestrictions: {
        passwordCredentials: [{ restrictionType: 'passwordLifetime', maxLifetime: 'P90D', state: 'enabled' }],
        keyCredentials: [{ restrictionType: 'asymmetricKeyAddition', maxLifetime: null, state: 'enabled' }],
      },
    });
  });
});
