import { people, startEmulator, type Emulator } from './index.js';
import {
  ask,
  authorizeUrl,
  codeForm,
  newCode,
  open,
  postToken,
  REDIRECT_URI,
  SCOPE,
  signIn,
  VERIFIER,
} from './spec-support.js';

describe('the request log', () => {
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startEmulator();
  });

  afterEach(() => emulator.close());

  it('tells what was asked for, and of secrets only that they came', async () => {
    await open(authorizeUrl(emulator, { login_hint: 'adele@example.com', unknown: 'unheard of' }));
    expect(emulator.requests.at(-1)).toMatchObject({ endpoint: 'authorize', method: 'GET' });
    expect(emulator.requests.at(-1)?.parameters).toEqual({
      client_id: emulator.app.clientId,
      response_type: 'code',
      redirect_uri: REDIRECT_URI,
      scope: SCOPE,
      state: '(hidden)',
      nonce: '(hidden)',
      code_challenge: '(hidden)',
      code_challenge_method: 'S256',
      login_hint: '(hidden)',
    });
    const code = await newCode(emulator, people.ordinary);
    await postToken(emulator, codeForm(emulator, code));
    expect(emulator.requests.at(-1)).toMatchObject({ endpoint: 'token', grantType: 'authorization_code' });
    expect(emulator.requests.at(-1)?.parameters).toEqual({
      grant_type: 'authorization_code',
      client_id: emulator.app.clientId,
      client_secret: '(hidden)',
      code: '(hidden)',
      redirect_uri: REDIRECT_URI,
      code_verifier: '(hidden)',
    });
  });

  it('has no secret, code, token or name in it', async () => {
    const {
      refresh_token: refreshToken,
      access_token: accessToken,
      id_token: idToken,
    } = await signIn(emulator, people.ordinary);
    await open(
      authorizeUrl(emulator, { redirect_uri: `${REDIRECT_URI}?password=hunter2`, login_hint: 'adele@example.com' }),
    );
    const told = JSON.stringify(emulator.requests);
    for (const secret of [
      refreshToken,
      accessToken,
      idToken,
      emulator.app.clientSecret,
      VERIFIER,
      'hunter2',
      'adele@',
    ]) {
      expect(String(secret).length).toBeGreaterThan(5);
      expect(told).not.toContain(secret);
    }
  });

  it('has none either where one was sent in the wrong place', async () => {
    const { refresh_token: token = '', id_token: idToken = '' } = await signIn(emulator, people.ordinary);
    const { clientSecret } = emulator.app;
    await fetch(`${emulator.graphEndpoint}/v1.0/users/${token}`);
    await fetch(`${emulator.origin}/${idToken}/v2.0/.well-known/openid-configuration`);
    await open(authorizeUrl(emulator, { client_id: clientSecret, scope: `openid ${token}`, prompt: idToken }));
    await postToken(
      emulator,
      new URLSearchParams({ grant_type: token, client_id: idToken, requested_token_use: idToken }),
    );
    const told = JSON.stringify(emulator.requests);
    for (const secret of [token, idToken, clientSecret]) expect(told).not.toContain(secret.slice(0, 30));
    expect(emulator.requests.slice(-4).map(({ path }) => path)).toEqual([
      '/v1.0/users/(hidden)',
      '/(hidden)/v2.0/.well-known/openid-configuration',
      `/${emulator.tenantId}/oauth2/v2.0/authorize`,
      `/${emulator.tenantId}/oauth2/v2.0/token`,
    ]);
  });

  it('counts what each endpoint got, beyond what it lists', async () => {
    for (let count = 0; count < 205; count += 1) await ask(emulator, 'discovery');
    await ask(emulator, 'graph');
    expect(emulator.requests).toHaveLength(200);
    expect(emulator.requestCounts).toEqual({ discovery: 205, 'graph.me': 1 });
  });
});
