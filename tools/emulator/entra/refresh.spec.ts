import { people, startEmulator, type Emulator } from '../index.js';
import { postToken, refreshForm, SCOPE, signIn } from '../spec-support.js';

describe('refreshing', () => {
  let emulator: Emulator;
  let now: number;

  beforeEach(async () => {
    now = Date.now();
    emulator = await startEmulator({ now: () => now });
  });

  afterEach(() => emulator.close());

  it('brings a new refresh token and a new ID token, and leaves the old one good', async () => {
    const { refresh_token: first } = await signIn(emulator, people.ordinary);
    const { body: second } = await postToken(emulator, refreshForm(emulator, first, { scope: SCOPE }));
    expect(second).toHaveProperty('id_token');
    expect(second['refresh_token']).not.toBe(first);
    for (const token of [first, second['refresh_token']]) {
      expect((await postToken(emulator, refreshForm(emulator, token))).status).toBe(200);
    }
  });

  it.each([
    ['refresh_token', undefined, 'invalid_request', 900144],
    ['refresh_token', 'garbage', 'invalid_grant', 9002313],
    ['scope', 'User.Read Mail.Read', 'invalid_grant', 65001],
    ['client_secret', undefined, 'invalid_client', 7000218],
  ])('refuses %s=%s: %s, AADSTS%i', async (name, value, error, code) => {
    const { refresh_token: token } = await signIn(emulator, people.ordinary);
    const { body } = await postToken(emulator, refreshForm(emulator, token, { [name]: value }));
    expect(body).toMatchObject({ error, error_codes: [code] });
  });

  it('ends after ninety days without use', async () => {
    const { refresh_token: token } = await signIn(emulator, people.ordinary);
    now += 90 * 24 * 3600 * 1000;
    const { body } = await postToken(emulator, refreshForm(emulator, token));
    expect(body).toMatchObject({ error: 'invalid_grant', error_codes: [700082] });
  });

  it('answers AADSTS50173 bad_token after a revocation, until the next sign-in', async () => {
    const { refresh_token: token } = await signIn(emulator, people.ordinary);
    const { refresh_token: ofSomebodyElse } = await signIn(emulator, people.admin);
    emulator.revokeSessions(people.ordinary.oid);
    const { body } = await postToken(emulator, refreshForm(emulator, token));
    expect(body).toMatchObject({ error: 'invalid_grant', error_codes: [50173], suberror: 'bad_token' });
    expect((await postToken(emulator, refreshForm(emulator, ofSomebodyElse))).status).toBe(200);
    const { refresh_token: renewed } = await signIn(emulator, people.ordinary);
    expect((await postToken(emulator, refreshForm(emulator, renewed))).status).toBe(200);
  });

  it('under strict rotation ends every token of a sign-in whose token is used twice', async () => {
    const strict = await startEmulator({ strictRefreshRotation: true });
    try {
      const { refresh_token: first } = await signIn(strict, people.ordinary);
      const { refresh_token: ofAnotherSignIn } = await signIn(strict, people.ordinary);
      const { body } = await postToken(strict, refreshForm(strict, first));
      for (const token of [first, body['refresh_token']]) {
        const again = await postToken(strict, refreshForm(strict, token));
        expect(again.body).toMatchObject({ error_codes: [50173], suberror: 'bad_token' });
      }
      expect((await postToken(strict, refreshForm(strict, ofAnotherSignIn))).status).toBe(200);
    } finally {
      await strict.close();
    }
  });
});
