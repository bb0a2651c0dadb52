// @azure/msal-node, as its documentation has it. The authority is named as one to trust, for it is none of Microsoft's.
import assert from 'node:assert/strict';
import { ConfidentialClientApplication, CryptoProvider, PublicClientApplication } from '@azure/msal-node';
import { program } from './program.mjs';

const SCOPES = ['User.Read'];
const crypto = new CryptoProvider();

/** @param credential - secret, certificate or assertion */
function confidential({ origin, tenantId }, { clientId }, credential, tenant = tenantId) {
  const knownAuthorities = [new globalThis.URL(origin).host];
  return new ConfidentialClientApplication({
    auth: { clientId, authority: `${origin}/${tenant}`, knownAuthorities, ...credential },
  });
}

function web(setup, tenant) {
  return confidential(setup, setup.web, { clientSecret: setup.web.clientSecret }, tenant);
}

async function signIn(app, { web, person }, browser, { responseMode = 'query', scopes = SCOPES } = {}) {
  const { verifier, challenge } = await crypto.generatePkceCodes();
  const state = crypto.createNewGuid();
  const nonce = crypto.createNewGuid();
  const request = { scopes, redirectUri: web.redirectUri, state, nonce };
  const pkce = { codeChallenge: challenge, codeChallengeMethod: 'S256' };
  const authorizeUrl = await app.getAuthCodeUrl({ ...request, ...pkce, responseMode });
  const callback = await browser.signIn(authorizeUrl);
  const answer = callback.form ?? Object.fromEntries(new globalThis.URL(callback.url).searchParams);
  assert.equal(answer.state, state);
  const result = await app.acquireTokenByCode({ ...request, code: answer.code, codeVerifier: verifier }, answer);
  assert.equal(result.account.localAccountId, person.oid);
  assert.equal(result.account.homeAccountId, `${person.oid}.${person.tid}`);
  assert.equal(result.tenantId, person.tid);
  assert.deepEqual(
    scopes.filter((scope) => !result.scopes.includes(scope)),
    [],
  );
  return result;
}

async function signInWith(setup, browser, tenant) {
  const app = web(setup, tenant);
  const { account } = await signIn(app, setup, browser);
  const silent = await app.acquireTokenSilent({ account, scopes: SCOPES });
  assert.equal(silent.fromCache, true);
}

async function asTheDaemon(setup, credential) {
  const app = confidential(setup, setup.daemon, credential);
  const request = { scopes: [`${setup.api.uri}/.default`] };
  const result = await app.acquireTokenByClientCredential(request);
  assert.deepEqual(claimsOf(result.accessToken).roles, [setup.api.role]);
  assert.equal((await app.acquireTokenByClientCredential(request)).fromCache, true);
}

function claimsOf(token) {
  return JSON.parse(globalThis.Buffer.from(token.split('.')[1], 'base64url').toString());
}

await program({
  'authorization code with PKCE': async (setup, browser) => {
    await signIn(web(setup), setup, browser);
  },
  form_post: async (setup, browser) => {
    await signIn(web(setup), setup, browser, { responseMode: 'form_post' });
  },
  'silent from the cache': async (setup, browser) => {
    await signInWith(setup, browser);
  },
  refresh: async (setup, browser) => {
    const app = web(setup);
    const first = await signIn(app, setup, browser);
    const second = await app.acquireTokenSilent({ account: first.account, scopes: SCOPES, forceRefresh: true });
    assert.equal(second.fromCache, false);
    assert.notEqual(second.accessToken, first.accessToken);
    assert.equal(second.account.localAccountId, setup.person.oid);
  },
  'client credentials': (setup) => asTheDaemon(setup, { clientSecret: setup.daemon.clientSecret }),
  certificate: (setup) => {
    const { privateKey, thumbprintSha256 } = setup.daemon.certificate;
    return asTheDaemon(setup, { clientCertificate: { privateKey, thumbprintSha256 } });
  },
  'federated assertion': (setup) => asTheDaemon(setup, { clientAssertion: () => setup.daemon.federatedAssertion }),
  'on behalf of': async (setup, browser) => {
    const { api, person } = setup;
    const caller = web(setup);
    const toApi = await signIn(caller, setup, browser, { scopes: [`${api.uri}/${api.scope}`] });
    assert.equal(claimsOf(toApi.accessToken).scp, api.scope);
    const middleTier = confidential(setup, api, { clientSecret: api.clientSecret });
    const result = await middleTier.acquireTokenOnBehalfOf({ oboAssertion: toApi.accessToken, scopes: SCOPES });
    assert.equal(result.account.localAccountId, person.oid);
    const answer = await globalThis.fetch(`${setup.graphEndpoint}/v1.0/me`, {
      headers: { authorization: `Bearer ${result.accessToken}` },
    });
    assert.equal((await answer.json()).id, person.oid);
  },
  'device code': async (setup, browser) => {
    const { clientId } = setup.desktop;
    const app = new PublicClientApplication({
      auth: {
        clientId,
        authority: `${setup.origin}/${setup.tenantId}`,
        knownAuthorities: [new globalThis.URL(setup.origin).host],
      },
    });
    const result = await app.acquireTokenByDeviceCode({
      scopes: SCOPES,
      deviceCodeCallback: ({ verificationUri, userCode }) => browser.enterDeviceCode(verificationUri, userCode),
    });
    assert.equal(result.account.localAccountId, setup.person.oid);
  },
  common: (setup, browser) => signInWith(setup, browser, 'common'),
  organizations: (setup, browser) => signInWith(setup, browser, 'organizations'),
  'tenant by domain': (setup, browser) => signInWith(setup, browser, setup.domain),
});
