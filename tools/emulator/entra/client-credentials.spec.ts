import { createRemoteJWKSet, jwtVerify } from 'jose';
import { API, APPS, asDaemon, claimsOf, DAEMON, TOOL } from '../apps-support.js';
import { startEmulator, type Emulator } from '../index.js';
import { getGraph } from '../spec-support.js';

describe('an application that acts for itself', () => {
  let emulator: Emulator;
  let now: number;

  beforeEach(async () => {
    now = Date.now();
    emulator = await startEmulator({ apps: APPS, now: () => now });
  });

  afterEach(() => emulator.close());

  it('gets a token and nothing else', async () => {
    const { status, body } = await asDaemon(emulator);
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['token_type', 'expires_in', 'ext_expires_in', 'access_token']);
  });

  it('gets a JWT of the API that verifies, with the roles that it was assigned', async () => {
    const { body } = await asDaemon(emulator);
    const keys = createRemoteJWKSet(new URL(`${emulator.origin}/${emulator.tenantId}/discovery/v2.0/keys`));
    const { payload } = await jwtVerify(String(body['access_token']), keys, {
      algorithms: ['RS256'],
      audience: API.clientId,
      issuer: `${emulator.origin}/${emulator.tenantId}/v2.0`,
    });
    expect(payload).toMatchObject({
      azp: DAEMON.clientId,
      azpacr: '1',
      roles: ['Tasks.Read.All'],
      tid: emulator.tenantId,
      ver: '2.0',
      exp: Number(payload.iat) + Number(body['expires_in']),
    });
    expect(payload.sub).toBe(payload['oid']);
    expect(payload).not.toHaveProperty('scp');
    expect(payload).not.toHaveProperty('name');
  });

  it('gets a token of version 1 for an API that asks for it', async () => {
    const other = await startEmulator({ apps: [{ ...API, accessTokenVersion: 1 }, DAEMON] });
    try {
      expect(claimsOf((await asDaemon(other)).body['access_token'])).toMatchObject({
        aud: 'api://tasks',
        appid: DAEMON.clientId,
        appidacr: '1',
        idtyp: 'app',
        ver: '1.0',
      });
    } finally {
      await other.close();
    }
  });

  it('has idtyp in version 2 where the API asks for it', async () => {
    const other = await startEmulator({ apps: [{ ...API, optionalClaims: { accessToken: ['idtyp'] } }, DAEMON] });
    try {
      expect(claimsOf((await asDaemon(other)).body['access_token'])).toMatchObject({ idtyp: 'app', ver: '2.0' });
      expect(claimsOf((await asDaemon(emulator)).body['access_token'])).not.toHaveProperty('idtyp');
    } finally {
      await other.close();
    }
  });

  it('gets an opaque token of Graph, with which there is no /me', async () => {
    const { body } = await asDaemon(emulator, { scope: 'https://graph.microsoft.com/.default' });
    expect(body['access_token']).toMatch(/^EwB[\w-]+$/);
    expect((await getGraph(emulator, '/v1.0/me', String(body['access_token']))).status).toBe(400);
  });

  it.each([
    ['scope', undefined, 400, 'invalid_request', 900144],
    ['scope', 'api://tasks/Tasks.Read', 400, 'invalid_scope', 1002012],
    ['scope', 'api://tasks/.default openid', 400, 'invalid_scope', 1002012],
    ['scope', 'api://nothing/.default', 400, 'invalid_resource', 500011],
    ['client_secret', 'wrong', 401, 'invalid_client', 7000215],
    ['client_secret', undefined, 401, 'invalid_client', 7000218],
    ['client_id', '00000000-0000-0000-0000-000000000000', 400, 'invalid_request', 700038],
  ])('is refused for %s=%s: %i %s, AADSTS%i', async (name, value, status, error, code) => {
    const answer = await asDaemon(emulator, { [name]: value });
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ error, error_codes: [code] });
  });

  it('has no address to look up an all-zero client id at', async () => {
    const { body } = await asDaemon(emulator, { client_id: '00000000-0000-0000-0000-000000000000' });
    expect(body).not.toHaveProperty('error_uri');
  });

  it('is refused without a credential, even if it could be a public client', async () => {
    const { body } = await asDaemon(emulator, { client_id: TOOL.clientId, client_secret: undefined });
    expect(body).toMatchObject({ error_codes: [7000218] });
  });

  it('is refused at organizations if its tenant alone may use it, and in another tenant', async () => {
    expect((await asDaemon(emulator, {}, 'organizations')).body).toMatchObject({ error_codes: [50194] });
    const form = { client_id: emulator.app.clientId, client_secret: emulator.app.clientSecret };
    expect((await asDaemon(emulator, form, 'common')).body).toMatchObject({ error_codes: [9001023] });
    const elsewhere = '99999999-8888-4777-8666-555555555555';
    expect((await asDaemon(emulator, {}, elsewhere)).body).toMatchObject({ error_codes: [700016] });
    expect((await asDaemon(emulator, form, elsewhere)).body).toMatchObject({ error_codes: [7000229] });
  });

  it('is refused by an API that wants it assigned: AADSTS501051', async () => {
    const apps = [
      { ...API, assignmentRequired: true },
      { ...DAEMON, adminConsent: false },
    ];
    const strict = await startEmulator({ apps });
    try {
      expect((await asDaemon(strict)).body).toMatchObject({ error: 'invalid_grant', error_codes: [501051] });
    } finally {
      await strict.close();
    }
  });

  it('has a secret until it ends, and not before it begins', async () => {
    const secrets = [
      { value: 'ends', endDateTime: new Date(now + 1000).toISOString() },
      { value: 'begins', startDateTime: new Date(now + 1000).toISOString() },
    ];
    const other = await startEmulator({ apps: [API, { ...DAEMON, secrets }], now: () => now });
    try {
      expect((await asDaemon(other, { client_secret: 'ends' })).status).toBe(200);
      expect((await asDaemon(other, { client_secret: 'begins' })).body).toMatchObject({ error_codes: [7000215] });
      now += 1000;
      expect((await asDaemon(other, { client_secret: 'ends' })).body).toMatchObject({ error_codes: [7000222] });
      expect((await asDaemon(other, { client_secret: 'begins' })).status).toBe(200);
    } finally {
      await other.close();
    }
  });

  it.each([
    [{ ...DAEMON, secrets: [{ value: 'x', endDateTime: 'tomorrow' }] }, 'apps[1].secrets[0].endDateTime'],
    [{ ...DAEMON, permissions: [{ resource: 'api://nothing' }] }, "Application ID URI 'api://nothing'"],
    [{ ...DAEMON, permissions: [{ resource: 'api://tasks', roles: ['Fly'] }] }, "no app role 'Fly'"],
    [{ ...DAEMON, permissions: [{ resource: 'api://tasks', scopes: ['Fly'] }] }, "no scope 'Fly'"],
    [{ ...DAEMON, assignments: [{ person: 'nobody' }] }, "the key 'nobody'"],
    [{ ...DAEMON, clientId: API.clientId }, 'is taken'],
    [{ ...DAEMON, certificates: ['no PEM'] }, ''],
  ])('is not registered as %j', async (app, message) => {
    await expect(startEmulator({ apps: [API, app] })).rejects.toThrow(message);
  });
});
