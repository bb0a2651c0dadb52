// openid-client, as its README has it.
import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import * as client from 'openid-client';
import { program } from './program.mjs';

const SCOPE = 'openid profile offline_access User.Read';

function discover({ origin, tenantId }, clientId, credential, tenant = tenantId) {
  return client.discovery(new globalThis.URL(`${origin}/${tenant}/v2.0`), clientId, undefined, credential);
}

function web(setup) {
  return discover(setup, setup.web.clientId, client.ClientSecretPost(setup.web.clientSecret));
}

async function signIn(config, { web, person }, browser, { responseMode = 'query', scope = SCOPE } = {}) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const expectedState = client.randomState();
  const expectedNonce = client.randomNonce();
  const authorizeUrl = client.buildAuthorizationUrl(config, {
    redirect_uri: web.redirectUri,
    scope,
    state: expectedState,
    nonce: expectedNonce,
    response_mode: responseMode,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
  const { url, form } = await browser.signIn(authorizeUrl);
  const callback = form
    ? new globalThis.Request(url, { method: 'POST', body: new globalThis.URLSearchParams(form) })
    : new globalThis.URL(url);
  const checks = { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true };
  const tokens = await client.authorizationCodeGrant(config, callback, checks);
  assert.equal(tokens.claims().oid, person.oid);
  assert.equal(tokens.claims().iss, config.serverMetadata().issuer);
  return { tokens, callback, checks };
}

async function asTheDaemon(setup, credential) {
  const config = await discover(setup, setup.daemon.clientId, credential);
  const tokens = await client.clientCredentialsGrant(config, { scope: `${setup.api.uri}/.default` });
  assert.equal(tokens.token_type, 'bearer');
  assert.equal(tokens.refresh_token, undefined);
}

await program({
  'authorization code with PKCE': async (setup, browser) => {
    const config = await web(setup);
    // As at Entra, which does not advertise it: whoever sends PKCE only where it is advertised sends none.
    assert.equal(config.serverMetadata().supportsPKCE(), false);
    const { callback, checks } = await signIn(config, setup, browser);
    await assert.rejects(client.authorizationCodeGrant(config, callback, checks), {
      name: 'ResponseBodyError',
      error: 'invalid_grant',
      status: 400,
    });
  },
  form_post: async (setup, browser) => {
    await signIn(await web(setup), setup, browser, { responseMode: 'form_post' });
  },
  refresh: async (setup, browser) => {
    const config = await web(setup);
    const { tokens } = await signIn(config, setup, browser);
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token, { scope: SCOPE });
    assert.equal(refreshed.claims().sub, tokens.claims().sub);
    assert.notEqual(refreshed.refresh_token, tokens.refresh_token);
  },
  userinfo: async (setup, browser) => {
    const config = await web(setup);
    const { tokens } = await signIn(config, setup, browser);
    const userinfo = await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
    assert.equal(userinfo.name, setup.person.name);
  },
  'client credentials': (setup) => asTheDaemon(setup, client.ClientSecretBasic(setup.daemon.clientSecret)),
  certificate: async (setup) => {
    const { privateKey, thumbprintSha256 } = setup.daemon.certificate;
    await asTheDaemon(setup, client.PrivateKeyJwt(await signingKey(privateKey), withThumbprint(thumbprintSha256)));
  },
  'on behalf of': async (setup, browser) => {
    const { api, person } = setup;
    const caller = await web(setup);
    const scope = `openid profile ${api.uri}/${api.scope}`;
    const { tokens } = await signIn(caller, setup, browser, { scope });
    const middleTier = await discover(setup, api.clientId, client.ClientSecretPost(api.clientSecret));
    const onBehalf = await client.genericGrantRequest(middleTier, 'urn:ietf:params:oauth:grant-type:jwt-bearer', {
      assertion: tokens.access_token,
      requested_token_use: 'on_behalf_of',
      scope: 'https://graph.microsoft.com/User.Read',
    });
    const me = new globalThis.URL(`${setup.graphEndpoint}/v1.0/me`);
    const answer = await client.fetchProtectedResource(middleTier, onBehalf.access_token, me, 'GET');
    assert.equal((await answer.json()).id, person.oid);
  },
  'device code': async (setup, browser) => {
    const config = await discover(setup, setup.desktop.clientId, client.None());
    const device = await client.initiateDeviceAuthorization(config, { scope: SCOPE });
    await browser.enterDeviceCode(device.verification_uri, device.user_code);
    const tokens = await client.pollDeviceAuthorizationGrant(config, device);
    assert.equal(tokens.claims().oid, setup.person.oid);
  },
  'sign-out': async (setup) => {
    const url = client.buildEndSessionUrl(await web(setup), { post_logout_redirect_uri: setup.web.redirectUri });
    assert.equal(url.pathname, `/${setup.tenantId}/oauth2/v2.0/logout`);
    assert.equal((await globalThis.fetch(url)).status, 200);
  },
});

function signingKey(pem) {
  const der = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' });
  const algorithm = { name: 'RSA-PSS', hash: 'SHA-256' };
  return globalThis.crypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
}

/** Entra finds the certificate by it. */
function withThumbprint(thumbprintSha256) {
  return {
    [client.modifyAssertion]: (header) => {
      header['x5t#S256'] = globalThis.Buffer.from(thumbprintSha256, 'hex').toString('base64url');
    },
  };
}
