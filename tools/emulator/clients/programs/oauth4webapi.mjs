// oauth4webapi, as its examples have it.
import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import * as oauth from 'oauth4webapi';
import { program } from './program.mjs';

const SCOPE = 'openid profile offline_access User.Read';

async function discover({ origin, tenantId }) {
  const issuer = new globalThis.URL(`${origin}/${tenantId}/v2.0`);
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer));
}

async function signIn(server, { web, person }, browser) {
  const client = { client_id: web.clientId };
  const authentication = oauth.ClientSecretPost(web.clientSecret);
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const nonce = oauth.generateRandomNonce();
  const authorizeUrl = new globalThis.URL(server.authorization_endpoint);
  authorizeUrl.search = new globalThis.URLSearchParams({
    client_id: client.client_id,
    redirect_uri: web.redirectUri,
    response_type: 'code',
    scope: SCOPE,
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }).toString();
  const { url } = await browser.signIn(authorizeUrl);
  const callback = oauth.validateAuthResponse(server, client, new globalThis.URL(url), state);
  const answer = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    authentication,
    callback,
    web.redirectUri,
    verifier,
  );
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, {
    expectedNonce: nonce,
    requireIdToken: true,
  });
  await oauth.validateApplicationLevelSignature(server, answer);
  assert.equal(oauth.getValidatedIdTokenClaims(tokens).oid, person.oid);
  return { client, authentication, tokens };
}

async function asTheDaemon(setup, authentication) {
  const server = await discover(setup);
  const client = { client_id: setup.daemon.clientId };
  const parameters = { scope: `${setup.api.uri}/.default` };
  const answer = await oauth.clientCredentialsGrantRequest(server, client, authentication, parameters);
  const tokens = await oauth.processClientCredentialsResponse(server, client, answer);
  assert.equal(tokens.token_type, 'bearer');
  await validateAsTheApi(setup, server, tokens.access_token);
}

/** What an API does with the access token of a caller. Entra's have no `typ` of their own (RFC 9068), so jose would do. */
async function validateAsTheApi({ api }, server, accessToken) {
  const { createRemoteJWKSet, jwtVerify } = await import('jose');
  const keys = createRemoteJWKSet(new globalThis.URL(server.jwks_uri));
  const { payload } = await jwtVerify(accessToken, keys, {
    issuer: server.issuer,
    audience: api.clientId,
    algorithms: ['RS256'],
  });
  assert.deepEqual(payload.roles, [api.role]);
}

await program({
  'authorization code with PKCE': async (setup, browser) => {
    await signIn(await discover(setup), setup, browser);
  },
  refresh: async (setup, browser) => {
    const server = await discover(setup);
    const { client, authentication, tokens } = await signIn(server, setup, browser);
    const answer = await oauth.refreshTokenGrantRequest(server, client, authentication, tokens.refresh_token);
    const refreshed = await oauth.processRefreshTokenResponse(server, client, answer);
    assert.equal(oauth.getValidatedIdTokenClaims(refreshed).sub, oauth.getValidatedIdTokenClaims(tokens).sub);
  },
  userinfo: async (setup, browser) => {
    const server = await discover(setup);
    const { client, tokens } = await signIn(server, setup, browser);
    const answer = await oauth.userInfoRequest(server, client, tokens.access_token);
    const { sub } = oauth.getValidatedIdTokenClaims(tokens);
    assert.equal((await oauth.processUserInfoResponse(server, client, sub, answer)).name, setup.person.name);
  },
  'client credentials': (setup) => asTheDaemon(setup, oauth.ClientSecretPost(setup.daemon.clientSecret)),
  certificate: async (setup) => {
    const { privateKey, thumbprintSha256 } = setup.daemon.certificate;
    const der = createPrivateKey(privateKey).export({ type: 'pkcs8', format: 'der' });
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
    const key = await globalThis.crypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
    const authentication = oauth.PrivateKeyJwt(key, {
      // Entra finds the certificate by it.
      [oauth.modifyAssertion]: (header) => {
        header['x5t#S256'] = globalThis.Buffer.from(thumbprintSha256, 'hex').toString('base64url');
      },
    });
    await asTheDaemon(setup, authentication);
  },
  'device code': async (setup, browser) => {
    const server = await discover(setup);
    const client = { client_id: setup.desktop.clientId };
    const parameters = { scope: SCOPE };
    const begun = await oauth.deviceAuthorizationRequest(server, client, oauth.None(), parameters);
    const device = await oauth.processDeviceAuthorizationResponse(server, client, begun);
    await browser.enterDeviceCode(device.verification_uri, device.user_code);
    const answer = await oauth.deviceCodeGrantRequest(server, client, oauth.None(), device.device_code);
    const tokens = await oauth.processDeviceCodeResponse(server, client, answer);
    assert.equal(oauth.getValidatedIdTokenClaims(tokens).oid, setup.person.oid);
  },
});
