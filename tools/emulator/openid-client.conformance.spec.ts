import * as client from 'openid-client';
import { people, signInThroughPages, startEmulator, type Emulator } from './index.js';

const REDIRECT_URI = 'http://localhost:5000/getAToken';
const SCOPE = 'openid profile offline_access User.Read';

describe('the emulator, as an unmodified openid-client sees it', () => {
  let emulator: Emulator;
  let config: client.Configuration;

  beforeAll(async () => {
    emulator = await startEmulator();
    config = await client.discovery(
      new URL(`${emulator.origin}/${emulator.tenantId}/v2.0`),
      emulator.app.clientId,
      emulator.app.clientSecret,
      undefined,
      { execute: [client.allowInsecureRequests] },
    );
  });

  afterAll(() => emulator.close());

  it('does not advertise PKCE, as Entra does not', () => {
    expect(config.serverMetadata().supportsPKCE()).toBe(false);
  });

  it('signs somebody in with PKCE, nonce and state, refreshes, and calls Graph', async () => {
    const pkceCodeVerifier = client.randomPKCECodeVerifier();
    const expectedState = client.randomState();
    const expectedNonce = client.randomNonce();
    const authorizeUrl = client.buildAuthorizationUrl(config, {
      redirect_uri: REDIRECT_URI,
      scope: SCOPE,
      state: expectedState,
      nonce: expectedNonce,
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    });

    const callback = await signInThroughPages(authorizeUrl, people.ordinary);
    const tokens = await client.authorizationCodeGrant(config, callback, {
      pkceCodeVerifier,
      expectedState,
      expectedNonce,
      idTokenExpected: true,
    });
    expect(tokens.claims()).toMatchObject({ oid: people.ordinary.oid, name: 'Adele Ordinary', ver: '2.0' });

    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '', { scope: SCOPE });
    expect(refreshed.claims()?.sub).toBe(tokens.claims()?.sub);
    expect(refreshed.refresh_token).not.toBe(tokens.refresh_token);

    const me = await client.fetchProtectedResource(
      config,
      refreshed.access_token,
      new URL(`${emulator.graphEndpoint}/v1.0/me`),
      'GET',
    );
    expect(await me.json()).toMatchObject({ id: people.ordinary.oid, displayName: 'Adele Ordinary' });

    const userinfo = await client.fetchUserInfo(config, refreshed.access_token, tokens.claims()?.sub ?? '');
    expect(userinfo).toMatchObject({ name: 'Adele Ordinary', given_name: 'Adele' });
  });

  it('refuses a second redemption of the same code in a way that the client understands', async () => {
    const pkceCodeVerifier = client.randomPKCECodeVerifier();
    const authorizeUrl = client.buildAuthorizationUrl(config, {
      redirect_uri: REDIRECT_URI,
      scope: SCOPE,
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    });
    const callback = await signInThroughPages(authorizeUrl, people.ordinary);
    await client.authorizationCodeGrant(config, callback, { pkceCodeVerifier });

    await expect(client.authorizationCodeGrant(config, callback, { pkceCodeVerifier })).rejects.toMatchObject({
      name: 'ResponseBodyError',
      error: 'invalid_grant',
      status: 400,
    });
  });
});
