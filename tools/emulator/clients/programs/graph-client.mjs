// @microsoft/microsoft-graph-client with a token of MSAL's, as its README has it.
import assert from 'node:assert/strict';
import { ConfidentialClientApplication } from '@azure/msal-node';
import { BatchRequestContent, BatchResponseContent, Client, PageIterator } from '@microsoft/microsoft-graph-client';
import { program } from './program.mjs';

const SCOPES = ['User.Read', 'User.ReadBasic.All'];

/** @returns {Promise<Client>} one that speaks for the person */
async function graph({ origin, tenantId, graphEndpoint, web }, browser) {
  const { clientId, clientSecret, redirectUri } = web;
  const knownAuthorities = [new globalThis.URL(origin).host];
  const app = new ConfidentialClientApplication({
    auth: { clientId, clientSecret, authority: `${origin}/${tenantId}`, knownAuthorities },
  });
  const request = { scopes: SCOPES, redirectUri };
  const { url } = await browser.signIn(await app.getAuthCodeUrl(request));
  const code = new globalThis.URL(url).searchParams.get('code');
  const { account } = await app.acquireTokenByCode({ ...request, code });
  const getAccessToken = async () => (await app.acquireTokenSilent({ account, scopes: SCOPES })).accessToken;
  return Client.initWithMiddleware({
    authProvider: { getAccessToken },
    baseUrl: `${graphEndpoint}/`,
    customHosts: new Set([new globalThis.URL(graphEndpoint).hostname]),
  });
}

await program({
  'GET /me': async (setup, browser) => {
    const client = await graph(setup, browser);
    const me = await client.api('/me').select(['id', 'displayName']).get();
    assert.equal(me.id, setup.person.oid);
    assert.equal(me.displayName, setup.person.name);
  },
  photo: async (setup, browser) => {
    const client = await graph(setup, browser);
    const photo = await client.api('/me/photo/$value').responseType('arraybuffer').get();
    // JPEG begins so.
    assert.deepEqual([...new globalThis.Uint8Array(photo).subarray(0, 3)], [0xff, 0xd8, 0xff]);
  },
  paging: async (setup, browser) => {
    const client = await graph(setup, browser);
    const first = await client.api('/users').top(2).get();
    assert.equal(first.value.length, 2);
    const found = [];
    await new PageIterator(client, first, ({ id }) => found.push(id) > 0).iterate();
    assert.equal(found.includes(setup.person.oid), true);
    assert.equal(new globalThis.Set(found).size, found.length);
    assert.ok(found.length > 2);
  },
  batch: async (setup, browser) => {
    const client = await graph(setup, browser);
    // Of an address only the path goes into the batch.
    const step = (id, path) => ({ id, request: new globalThis.Request(`${setup.graphEndpoint}${path}`) });
    const content = await new BatchRequestContent([step('1', '/me'), step('2', '/users/nobody')]).getContent();
    const answers = new BatchResponseContent(await client.api('/$batch').post(content));
    assert.equal((await answers.getResponseById('1').json()).id, setup.person.oid);
    assert.equal(answers.getResponseById('2').status, 404);
  },
});
