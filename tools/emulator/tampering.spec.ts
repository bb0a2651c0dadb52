import { decodeJwt, decodeProtectedHeader } from 'jose';
import { people, startEmulator, type Emulator } from './index.js';
import { ask, codeForm, getGraph, newCode, signIn } from './spec-support.js';

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

  const tokenEndpoint = () => fetch(`${emulator.origin}/${emulator.tenantId}/oauth2/v2.0/token`, { method: 'POST' });

  it('puts other documents in place of discovery and the key set', async () => {
    emulator.tampering.discovery = ({ issuer, ...document }) => ({ ...document, issuer: `${String(issuer)}/` });
    emulator.tampering.keys = () => '{"keys":[';
    const document = (await (await ask(emulator, 'discovery')).json()) as Record<string, unknown>;
    expect(document['issuer']).toBe(`${emulator.origin}/${emulator.tenantId}/v2.0/`);
    const keys = await ask(emulator, 'keys');
    expect(await keys.text()).toBe('{"keys":[');
    expect(keys.headers.get('content-type')).toContain('application/json');
  });

  it('puts another body in place of a refusal, with its status', async () => {
    emulator.tampering.refusal = ({ error }) => ({ error, error_codes: 'none' });
    emulator.tampering.tokenAnswer = () => ({ never: 'for a refusal' });
    const answer = await tokenEndpoint();
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ error: 'invalid_request', error_codes: 'none' });
  });

  it('puts other answers in place of those of Graph, its errors included', async () => {
    const { access_token: token } = await signIn(emulator, people.ordinary);
    emulator.tampering.graph = (answer, { path }) => ({ ...answer, path, displayName: 7 });
    const me = await getGraph(emulator, '/v1.0/me', token);
    expect(await me.json()).toMatchObject({ path: '/v1.0/me', displayName: 7, id: people.ordinary.oid });
    expect(me.headers.get('content-type')).toContain('odata.metadata=minimal');
    const refused = await getGraph(emulator, '/v1.0/me', undefined);
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ path: '/v1.0/me', error: { code: 'InvalidAuthenticationToken' } });
    emulator.tampering.graph = () => '{"id":';
    expect(await (await getGraph(emulator, '/v1.0/me', token)).text()).toBe('{"id":');
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('of the test');
      },
    ],
    ['rejects', () => Promise.reject(new Error('of the test'))],
  ])('answers 500 and never hangs when a hook %s', async (_how, hook: () => unknown) => {
    emulator.tampering.discovery = hook;
    emulator.tampering.graph = hook;
    expect((await ask(emulator, 'discovery')).status).toBe(500);
    expect((await getGraph(emulator, '/v1.0/me', undefined)).status).toBe(500);
  });
});
