import { createHash } from 'node:crypto';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { people, signInThroughPages, startEmulator, type Emulator } from '../index.js';
import { authorizeUrl, codeForm, newCode, postToken, signIn, VERIFIER } from '../spec-support.js';

describe('the token endpoint', () => {
  let emulator: Emulator;
  let now: number;

  beforeEach(async () => {
    now = Date.now();
    emulator = await startEmulator({ now: () => now });
  });

  afterEach(() => emulator.close());

  it('answers with the members and headers of Entra, in its order', async () => {
    const code = await newCode(emulator, people.ordinary);
    const { status, headers, body } = await postToken(emulator, codeForm(emulator, code, { client_info: '1' }));
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual([
      ...['token_type', 'scope', 'expires_in', 'ext_expires_in'],
      ...['access_token', 'refresh_token', 'id_token', 'client_info'],
    ]);
    expect(body).toMatchObject({
      token_type: 'Bearer',
      scope: 'openid profile https://graph.microsoft.com/User.Read',
      expires_in: 4799,
      ext_expires_in: 4799,
    });
    expect(JSON.parse(Buffer.from(String(body['client_info']), 'base64url').toString())).toEqual({
      uid: people.ordinary.oid,
      utid: people.ordinary.tid,
    });
    expect(headers.get('cache-control')).toBe('no-store, no-cache');
    expect(headers.get('x-ms-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(String(body['access_token'])).not.toContain('.');
  });

  it('gives refresh and ID tokens only for offline_access and openid, and client_info only on demand', async () => {
    const tokens = await signIn(emulator, people.ordinary, { authorize: { scope: 'User.Read' } });
    expect(Object.keys(tokens)).toEqual([...['token_type', 'scope', 'expires_in', 'ext_expires_in', 'access_token']]);
  });

  it('signs ID tokens that verify, with the claims of Entra in its order', async () => {
    const { id_token: idToken = '' } = await signIn(emulator, people.admin);
    const keys = createRemoteJWKSet(new URL(`${emulator.origin}/${emulator.tenantId}/discovery/v2.0/keys`));
    const { payload } = await jwtVerify(idToken, keys, {
      algorithms: ['RS256'],
      audience: emulator.app.clientId,
      issuer: `${emulator.origin}/${emulator.tenantId}/v2.0`,
    });
    expect(Object.keys(decodeProtectedHeader(idToken))).toEqual(['typ', 'alg', 'kid']);
    expect(Object.keys(payload)).toEqual([
      ...['aud', 'iss', 'iat', 'nbf', 'exp', 'aio', 'name', 'nonce', 'oid', 'preferred_username', 'rh'],
      ...['roles', 'sid', 'sub', 'tid', 'uti', 'ver', 'login_hint'],
    ]);
    expect(payload).toMatchObject({
      oid: people.admin.oid,
      nonce: 'the-nonce',
      roles: ['Admin'],
      ver: '2.0',
      nbf: payload.iat,
      exp: Number(payload.iat) + 3900,
    });
    expect(payload.sub).not.toBe(people.admin.oid);
  });

  it('names the tenant of the person in tokens issued through organizations', async () => {
    const callback = await signInThroughPages(authorizeUrl(emulator, {}, 'organizations'), people.otherTenant);
    const form = codeForm(emulator, callback.searchParams.get('code') ?? '');
    expect((await postToken(emulator, form)).body).toMatchObject({ error_codes: [700005] });
    const { body } = await postToken(emulator, form, { tenant: 'organizations' });
    const claims = JSON.parse(
      Buffer.from(String(body['id_token']).split('.')[1] ?? '', 'base64url').toString(),
    ) as unknown;
    expect(claims).toMatchObject({
      tid: people.otherTenant.tid,
      iss: `${emulator.origin}/${people.otherTenant.tid}/v2.0`,
    });
  });

  it.each([
    ['grant_type', undefined, 400, 'invalid_request', 900144],
    ['grant_type', '', 400, 'invalid_request', 900144],
    ['grant_type', 'password', 400, 'unsupported_grant_type', 70003],
    ['client_id', undefined, 400, 'invalid_request', 900144],
    ['client_id', people.ordinary.oid, 400, 'unauthorized_client', 700016],
    ['client_secret', undefined, 401, 'invalid_client', 7000218],
    ['client_secret', 'wrong', 401, 'invalid_client', 7000215],
    ['client_secret', ' emulator-only.not-a-secret~0000000000000', 401, 'invalid_client', 7000215],
    ['code', undefined, 400, 'invalid_request', 900144],
    ['code', 'garbage', 400, 'invalid_grant', 9002313],
    ['redirect_uri', undefined, 400, 'invalid_request', 900144],
    ['redirect_uri', 'http://localhost:5000/', 400, 'invalid_grant', 500112],
    ['redirect_uri', 'http://localhost:5001/getAToken', 400, 'invalid_grant', 500112],
    ['code_verifier', undefined, 400, 'invalid_grant', 501481],
    ['code_verifier', `${VERIFIER}x`, 400, 'invalid_grant', 501481],
    ['scope', 'openid what?', 400, 'invalid_scope', 70011],
    ['scope', 'Mail.Read', 400, 'invalid_grant', 65001],
    ['claims', '[]', 400, 'invalid_request', 9002313],
  ])('refuses %s=%s: %i %s, AADSTS%i', async (name, value, status, error, code) => {
    const form = codeForm(emulator, await newCode(emulator, people.ordinary), { [name]: value });
    const answer = await postToken(emulator, form);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ error, error_codes: [code] });
  });

  it('words refusals as Entra does', async () => {
    const { headers, body } = await postToken(emulator, codeForm(emulator, 'garbage'), {
      headers: { 'client-request-id': people.ordinary.oid },
    });
    expect(Object.keys(body)).toEqual([
      ...['error', 'error_description', 'error_codes', 'timestamp', 'trace_id', 'correlation_id', 'error_uri'],
    ]);
    expect(body['trace_id']).toBe(headers.get('x-ms-request-id'));
    expect(body['correlation_id']).toBe(people.ordinary.oid);
    expect(body['error_description']).toMatch(
      /^AADSTS9002313: .* Trace ID: [0-9a-f-]{36} Correlation ID: [0-9a-f-]{36} Timestamp: [\d-]{10} [\d:]{8}Z$/,
    );
  });

  it('redeems a code once', async () => {
    const form = codeForm(emulator, await newCode(emulator, people.ordinary));
    expect((await postToken(emulator, form)).status).toBe(200);
    expect((await postToken(emulator, form)).body).toMatchObject({
      error: 'invalid_grant',
      error_codes: [54005],
    });
  });

  it('lets codes live for ten minutes', async () => {
    const form = codeForm(emulator, await newCode(emulator, people.ordinary));
    now += 10 * 60 * 1000;
    expect((await postToken(emulator, form)).body).toMatchObject({ error_codes: [70008] });
  });

  it('takes a challenge without a method for plain', async () => {
    const authorize = { code_challenge: VERIFIER, code_challenge_method: undefined };
    expect(await signIn(emulator, people.ordinary, { authorize })).toHaveProperty('access_token');
  });

  it.each([
    ['of 42 characters', 'v'.repeat(42)],
    ['of 129 characters', 'v'.repeat(129)],
    ['with a letter of another alphabet', `${'v'.repeat(42)}+`],
  ])('refuses a verifier %s, though its hash is the challenge', async (_what, verifier) => {
    const authorize = { code_challenge: createHash('sha256').update(verifier).digest('base64url') };
    const token = { code_verifier: verifier };
    expect(await signIn(emulator, people.ordinary, { authorize, token })).toMatchObject({
      error: 'invalid_grant',
      error_codes: [501481],
    });
  });

  it.each([43, 128])('takes a verifier of %i characters', async (length) => {
    const verifier = '-._~v0V'.repeat(20).slice(0, length);
    const authorize = { code_challenge: createHash('sha256').update(verifier).digest('base64url') };
    const token = { code_verifier: verifier };
    expect(await signIn(emulator, people.ordinary, { authorize, token })).toHaveProperty('access_token');
  });

  it('refuses a verifier where there was no challenge', async () => {
    const authorize = { code_challenge: undefined, code_challenge_method: undefined };
    expect(await signIn(emulator, people.ordinary, { authorize })).toMatchObject({ error_codes: [501481] });
    const token = { code_verifier: undefined };
    expect(await signIn(emulator, people.ordinary, { authorize, token })).toHaveProperty('access_token');
  });

  it('takes the credential by HTTP Basic, form-encoded', async () => {
    emulator.app.clientSecret = 'a:b+c d~%';
    const code = await newCode(emulator, people.ordinary);
    const form = codeForm(emulator, code, { client_id: undefined, client_secret: undefined });
    const credential = `${emulator.app.clientId}:${encodeURIComponent('a:b+c d~%').replace('%20', '+')}`;
    const { status } = await postToken(emulator, form, {
      headers: { authorization: `Basic ${Buffer.from(credential).toString('base64')}` },
    });
    expect(status).toBe(200);
  });

  it('refuses what is sent twice', async () => {
    const form = codeForm(emulator, await newCode(emulator, people.ordinary));
    form.append('code', 'another');
    expect((await postToken(emulator, form)).body).toMatchObject({ error_codes: [9000411] });
  });

  it('refuses an Origin header: only single-page applications redeem across origins', async () => {
    const form = codeForm(emulator, await newCode(emulator, people.ordinary));
    const { body } = await postToken(emulator, form, { headers: { origin: 'http://localhost:5000' } });
    expect(body).toMatchObject({ error_codes: [9002326] });
  });

  it('refuses JSON and GET', async () => {
    const url = `${emulator.origin}/${emulator.tenantId}/oauth2/v2.0/token`;
    const json = await fetch(url, {
      method: 'POST',
      body: JSON.stringify({ grant_type: 'refresh_token' }),
      headers: { 'content-type': 'application/json' },
    });
    expect(await json.json()).toMatchObject({ error_codes: [900144] });
    expect(await (await fetch(url)).json()).toMatchObject({ error_codes: [900561] });
  });

  it('answers 400 AADSTS90002 for an unknown tenant', async () => {
    const { status, body } = await postToken(emulator, codeForm(emulator, 'x'), { tenant: 'nowhere' });
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: 'invalid_request', error_codes: [90002] });
  });
});
