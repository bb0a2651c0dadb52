import { API, APPS, ask, asDaemon, claimsOf, DAEMON, TOOL } from '../apps-support.js';
import { people, signInThroughPages, startEmulator, type Emulator, type Person } from '../index.js';
import { authorizeUrl, getGraph, VERIFIER } from '../spec-support.js';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

describe('on behalf of somebody', () => {
  let emulator: Emulator;
  let now: number;

  /** Signs in at the tool, for the API or for Graph. */
  const tokensOf = async (person: Person, scope: string): Promise<Record<string, string>> => {
    const redirect_uri = 'http://localhost/tool';
    const url = authorizeUrl(emulator, { client_id: TOOL.clientId, redirect_uri, scope: `openid ${scope}` });
    const code = (await signInThroughPages(url, person)).searchParams.get('code') ?? '';
    const form = { grant_type: 'authorization_code', client_id: TOOL.clientId, code, redirect_uri, scope };
    const { body } = await ask(emulator, { ...form, code_verifier: VERIFIER });
    return body as Record<string, string>;
  };
  const exchange = (assertion: string | undefined, changes: Record<string, string | undefined> = {}) =>
    ask(emulator, {
      grant_type: JWT_BEARER,
      client_id: API.clientId,
      client_secret: 'the-secret-of-the-api',
      requested_token_use: 'on_behalf_of',
      scope: 'https://graph.microsoft.com/User.Read offline_access',
      assertion,
      ...changes,
    });

  beforeEach(async () => {
    now = Date.now();
    const apps = [{ ...API, adminConsent: true, redirectUris: ['http://localhost/api'] }, ...APPS.slice(1)];
    emulator = await startEmulator({ apps, now: () => now });
  });

  afterEach(() => emulator.close());

  it('an API gets a token of Graph for who called it', async () => {
    const { access_token: called } = await tokensOf(people.ordinary, 'api://tasks/Tasks.Read');
    expect(claimsOf(called)).toMatchObject({
      aud: API.clientId,
      azp: TOOL.clientId,
      azpacr: '0',
      scp: 'Tasks.Read',
      oid: people.ordinary.oid,
    });
    const { status, body } = await exchange(called);
    expect(status).toBe(200);
    expect(body).toMatchObject({ scope: 'https://graph.microsoft.com/User.Read' });
    expect(body).toHaveProperty('refresh_token');
    const me = await getGraph(emulator, '/v1.0/me', String(body['access_token']));
    expect(await me.json()).toMatchObject({ id: people.ordinary.oid });
  });

  it.each([
    ['assertion', undefined, 'invalid_request', 900144],
    ['assertion', 'no JWT', 'invalid_request', 50027],
    ['requested_token_use', undefined, 'invalid_request', 900144],
    ['requested_token_use', 'impersonate', 'invalid_request', 90023],
    ['scope', undefined, 'invalid_request', 900144],
    ['scope', 'Mail.Read', 'invalid_grant', 65001],
    ['client_secret', undefined, 'invalid_client', 7000218],
  ])('is refused for %s=%s: %s, AADSTS%i', async (name, value, error, code) => {
    const { access_token: called } = await tokensOf(people.ordinary, 'api://tasks/Tasks.Read');
    expect((await exchange(called, { [name]: value })).body).toMatchObject({ error, error_codes: [code] });
  });

  it('is refused with a token of Graph (50013) and with one of another API (500131)', async () => {
    const graphs = await tokensOf(people.ordinary, 'User.Read');
    const atGraph = await exchange(graphs['access_token']);
    expect(atGraph.body).toMatchObject({ error: 'invalid_grant', error_codes: [50013] });
    const { access_token: called } = await tokensOf(people.ordinary, 'api://tasks/Tasks.Read');
    const daemon = { client_id: DAEMON.clientId, client_secret: 'the-secret-of-the-daemon' };
    const { body } = await exchange(called, daemon);
    expect(body).toMatchObject({ error: 'invalid_grant', error_codes: [500131] });
    expect(body['error_description']).toContain(`The audience in the assertion was '${API.clientId}'`);
  });

  it('is refused with an ID token: AADSTS240002', async () => {
    const redirect_uri = 'http://localhost/api';
    const client = { client_id: API.clientId, redirect_uri };
    const callback = await signInThroughPages(authorizeUrl(emulator, client), people.ordinary);
    const { body } = await ask(emulator, {
      ...client,
      grant_type: 'authorization_code',
      client_secret: 'the-secret-of-the-api',
      code: callback.searchParams.get('code') ?? '',
      code_verifier: VERIFIER,
    });
    expect((await exchange(String(body['id_token']))).body).toMatchObject({ error_codes: [240002] });
  });

  it('is refused with a token that was tampered with: AADSTS50013', async () => {
    const { access_token: called = '' } = await tokensOf(people.ordinary, 'api://tasks/Tasks.Read');
    const [header, , signature] = called.split('.');
    const payload = Buffer.from(JSON.stringify({ ...claimsOf(called), oid: people.admin.oid })).toString('base64url');
    const { body } = await exchange([header, payload, signature].join('.'));
    expect(body).toMatchObject({ error: 'invalid_grant', error_codes: [50013] });
  });

  it('is refused with the token of an application: AADSTS7000114', async () => {
    const { body } = await asDaemon(emulator);
    expect((await exchange(String(body['access_token']))).body).toMatchObject({ error_codes: [7000114] });
  });

  it('is refused with a token that has expired (500133) or was revoked (70000 bad_token)', async () => {
    const { access_token: called } = await tokensOf(people.ordinary, 'api://tasks/Tasks.Read');
    emulator.revokeAccessTokens(people.ordinary.oid);
    expect((await exchange(called)).body).toMatchObject({ error_codes: [70000], suberror: 'bad_token' });
    now += 5000 * 1000;
    expect((await exchange(called)).body).toMatchObject({ error: 'invalid_grant', error_codes: [500133] });
  });
});
