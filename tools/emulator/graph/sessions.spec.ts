import { people, startEmulator, type Emulator } from '../index.js';
import { CP1, postToken, refreshForm, signIn } from '../spec-support.js';
import { askGraph } from './spec-support.js';

describe('revokeSignInSessions', () => {
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await startEmulator();
  });

  afterAll(() => emulator.close());

  it('ends the sessions, refresh tokens and access tokens of whoever asks', async () => {
    const tokens = await signIn(emulator, people.ordinary, {
      authorize: { scope: 'openid offline_access User.ReadWrite' },
      token: { claims: CP1 },
    });
    const token = tokens['access_token'];
    expect(await askGraph(emulator, token, 'POST /me/revokeSignInSessions')).toMatchObject({
      status: 200,
      body: { '@odata.context': `${emulator.origin}/v1.0/$metadata#Edm.Boolean`, value: true },
    });
    expect(emulator.sessions).toEqual([]);
    const { body } = await postToken(emulator, refreshForm(emulator, tokens['refresh_token']));
    expect(body).toMatchObject({ error: 'invalid_grant', error_codes: [50173] });
    const { status, headers } = await askGraph(emulator, token, 'GET /me');
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toContain('error="insufficient_claims"');
  });
});
