// @azure/identity, as its README has it. The authority is none of Microsoft's, so they are not asked about it.
import assert from 'node:assert/strict';
import {
  AuthorizationCodeCredential,
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  DeviceCodeCredential,
  OnBehalfOfCredential,
} from '@azure/identity';
import { program } from './program.mjs';

const USER_READ = 'https://graph.microsoft.com/User.Read';

function options({ origin }) {
  return { authorityHost: origin, disableInstanceDiscovery: true };
}

async function asTheDaemon({ api }, credential) {
  const { token, expiresOnTimestamp } = await credential.getToken(`${api.uri}/.default`);
  const claims = JSON.parse(globalThis.Buffer.from(token.split('.')[1], 'base64url').toString());
  assert.deepEqual(claims.roles, [api.role]);
  assert.ok(expiresOnTimestamp > Date.now());
}

async function callsGraph({ graphEndpoint, person }, credential) {
  const { token } = await credential.getToken(USER_READ);
  const answer = await globalThis.fetch(`${graphEndpoint}/v1.0/me`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal((await answer.json()).id, person.oid);
}

/** This library begins no authorization request; whoever uses it does. */
async function authorizationCode({ origin, tenantId, web }, browser, scope) {
  const authorizeUrl = new globalThis.URL(`${origin}/${tenantId}/oauth2/v2.0/authorize`);
  authorizeUrl.search = new globalThis.URLSearchParams({
    client_id: web.clientId,
    redirect_uri: web.redirectUri,
    response_type: 'code',
    scope,
  }).toString();
  const { url } = await browser.signIn(authorizeUrl);
  return new globalThis.URL(url).searchParams.get('code');
}

await program({
  'authorization code': async (setup, browser) => {
    const { tenantId, web } = setup;
    const code = await authorizationCode(setup, browser, `openid profile offline_access ${USER_READ}`);
    await callsGraph(
      setup,
      new AuthorizationCodeCredential(tenantId, web.clientId, web.clientSecret, code, web.redirectUri, options(setup)),
    );
  },
  'client credentials': (setup) => {
    const { tenantId, daemon } = setup;
    return asTheDaemon(
      setup,
      new ClientSecretCredential(tenantId, daemon.clientId, daemon.clientSecret, options(setup)),
    );
  },
  certificate: (setup) => {
    const { clientId, certificate } = setup.daemon;
    const pem = { certificate: certificate.privateKey + certificate.certificate };
    return asTheDaemon(setup, new ClientCertificateCredential(setup.tenantId, clientId, pem, options(setup)));
  },
  'federated assertion': (setup) => {
    const { clientId, federatedAssertion } = setup.daemon;
    const assertion = () => Promise.resolve(federatedAssertion);
    return asTheDaemon(setup, new ClientAssertionCredential(setup.tenantId, clientId, assertion, options(setup)));
  },
  'on behalf of': async (setup, browser) => {
    const { tenantId, web, api } = setup;
    const scope = `${api.uri}/${api.scope}`;
    const code = await authorizationCode(setup, browser, `openid profile offline_access ${scope}`);
    const { clientId, clientSecret, redirectUri } = web;
    const caller = new AuthorizationCodeCredential(tenantId, clientId, clientSecret, code, redirectUri, options(setup));
    const { token: userAssertionToken } = await caller.getToken(scope);
    await callsGraph(
      setup,
      new OnBehalfOfCredential({
        tenantId,
        clientId: api.clientId,
        clientSecret: api.clientSecret,
        userAssertionToken,
        ...options(setup),
      }),
    );
  },
  'device code': (setup, browser) => {
    const { tenantId, desktop } = setup;
    return callsGraph(
      setup,
      new DeviceCodeCredential({
        tenantId,
        clientId: desktop.clientId,
        userPromptCallback: ({ verificationUri, userCode }) => void browser.enterDeviceCode(verificationUri, userCode),
        ...options(setup),
      }),
    );
  },
});
