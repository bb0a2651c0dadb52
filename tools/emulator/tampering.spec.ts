import { decodeJwt, decodeProtectedHeader } from 'jose';
import { people, startEmulator, type Emulator } from './index.js';
import { codeForm, newCode, signIn } from './spec-support.js';

describe('tampering with token answers', () => {
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startEmulator();
  });

  afterEach(() => emulator.close());

  it('puts another ID token in place of the honest one, until unset', async () => {
    emulator.tampering.idToken = ({ claims, sign }) => sign({ ...claims, nonce: 'another' });
    const forged = await signIn(emulator, people.ordinary);
    expect(decodeJwt(forged['id_token'] ?? '')).toMatchObject({ nonce: 'another', oid: people.ordinary.oid });
    emulator.tampering.idToken = undefined;
    const honest = await signIn(emulator, people.ordinary);
    expect(decodeJwt(honest['id_token'] ?? '')).toMatchObject({ nonce: 'the-nonce' });
  });

  it('signs with another header', async () => {
    emulator.tampering.idToken = ({ claims, header, sign }) => sign(claims, { ...header, kid: 'unknown' });
    const { id_token: token = '' } = await signIn(emulator, people.ordinary);
    expect(decodeProtectedHeader(token).kid).toBe('unknown');
  });

  it('leaves the ID token out', async () => {
    emulator.tampering.idToken = () => undefined;
    expect(await signIn(emulator, people.ordinary)).not.toHaveProperty('id_token');
  });

  it('puts another answer in place of the whole one', async () => {
    emulator.tampering.tokenAnswer = ({ id_token: _left, ...others }) => ({ ...others, expires_in: '4799' });
    const answer = await signIn(emulator, people.ordinary);
    expect(answer).toMatchObject({ expires_in: '4799', token_type: 'Bearer' });
    expect(answer).not.toHaveProperty('id_token');

    emulator.tampering.tokenAnswer = () => '{"access_token":';
    const code = await newCode(emulator, people.ordinary);
    const cut = await fetch(`${emulator.origin}/${emulator.tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: codeForm(emulator, code),
    });
    expect(await cut.text()).toBe('{"access_token":');
  });
});
