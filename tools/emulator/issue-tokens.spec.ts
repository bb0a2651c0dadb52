import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { DEFAULT_APP, people, startEmulator, type Emulator } from './index.js';
import { getGraph, postToken, refreshForm } from './spec-support.js';

const ORDERS = 'api://orders';
const API = { clientId: '33333333-4444-4555-8666-777777777777', identifierUris: [ORDERS], scopes: ['access_as_user'] };

describe('tokens without a page', () => {
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startEmulator({ apps: [API] });
  });

  afterEach(() => emulator.close());

  it('are what a sign-in of the first app would have given', async () => {
    const tokens = await emulator.issueTokens('ordinary');
    expect((await getGraph(emulator, '/v1.0/me', tokens.access_token)).status).toBe(200);
    expect(decodeJwt(tokens.id_token ?? '')).toMatchObject({ aud: DEFAULT_APP.clientId, oid: people.ordinary.oid });
    expect((await postToken(emulator, refreshForm(emulator, tokens.refresh_token))).status).toBe(200);
  });

  it('may be for an API of one’s own, with other claims, signed with a published key', async () => {
    const { access_token: token } = await emulator.issueTokens(people.admin, {
      scopes: [`${ORDERS}/access_as_user`],
      claims: { acrs: ['c1'], scp: 'other' },
    });
    const keys = createRemoteJWKSet(new URL(`${emulator.origin}/${emulator.tenantId}/discovery/v2.0/keys`));
    const { payload } = await jwtVerify(token, keys, {
      issuer: `${emulator.origin}/${emulator.tenantId}/v2.0`,
      audience: API.clientId,
    });
    expect(payload).toMatchObject({ acrs: ['c1'], scp: 'other', oid: people.admin.oid, azp: DEFAULT_APP.clientId });
  });

  it('may be for an audience without scopes', async () => {
    const { access_token: token } = await emulator.issueTokens('ordinary', { audience: ORDERS });
    expect(decodeJwt(token)).toMatchObject({ aud: API.clientId });
  });

  it.each([
    [{ client: 'nobody' }, "No app has the client id 'nobody'."],
    [{ audience: 'api://order' }, "client id 'api://order'. Did you mean 'api://orders'?"],
    [{ audience: ORDERS, scopes: ['User.Read'] }, 'not those of'],
    [{ claims: { a: 1 } }, 'opaque'],
  ])('are not given with %j', async (options, message) => {
    await expect(emulator.issueTokens('ordinary', options)).rejects.toThrow(message);
  });

  it('are not given to nobody', () => {
    expect(() => emulator.issueTokens('ordinery')).toThrow("has the key 'ordinery'. Did you mean 'ordinary'?");
  });
});
