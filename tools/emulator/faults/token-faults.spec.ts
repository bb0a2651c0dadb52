import { people, REFUSALS, startEmulator, type Emulator } from '../index.js';
import { codeForm, newCode, postToken, signIn } from '../spec-support.js';

describe('faults of the token endpoint', () => {
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startEmulator();
  });

  afterEach(() => emulator.close());

  const answer = () => postToken(emulator, codeForm(emulator, 'any'));

  it('token-expired-secret is 401 invalid_client, AADSTS7000222', async () => {
    emulator.faults.set('token-expired-secret', true);
    const { status, body } = await answer();
    expect(status).toBe(401);
    expect(body).toMatchObject({ error: 'invalid_client', error_codes: [7000222] });
  });

  it.each(REFUSALS.map((refusal) => [`AADSTS${refusal.code}`, refusal] as const))(
    'token-refused can be %s',
    async (number, refusal) => {
      emulator.faults.refusal = refusal.code;
      emulator.faults.set('token-refused', true);
      const { status, body } = await answer();
      expect(status).toBe(refusal.error === 'invalid_client' ? 401 : 400);
      expect(body).toMatchObject({ error: refusal.error, error_codes: [refusal.code] });
      expect(body['error_description']).toMatch(new RegExp(`^${number}: .{20,} Trace ID: `));
      expect(body['suberror']).toBe(refusal.suberror);
      expect(body['claims']).toBe(refusal.claims);
      expect(emulator.requests.at(-1)?.summary).toBe(number);
    },
  );

  it('knows each refusal once, and no others', () => {
    const codes = REFUSALS.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(() => (emulator.faults.refusal = 1)).toThrow(RangeError);
    expect(emulator.faults.refusal).toBe(50076);
  });

  it.each([
    [50079, 'polids'],
    [53003, 'capolids'],
  ])('token-refused with %i carries a claims challenge', async (code, policies) => {
    emulator.faults.refusal = code;
    emulator.faults.set('token-refused', true);
    const { body } = await answer();
    expect(JSON.parse(String(body['claims']))).toMatchObject({
      access_token: { [policies]: { essential: true } },
    });
  });

  it('refuses the next requests with what it is told', async () => {
    emulator.faults.refuse({
      code: 50076,
      claims: { access_token: { acrs: { essential: true, value: 'c1' } } },
      times: 2,
    });
    const [first, second, third] = [await answer(), await answer(), await answer()];
    expect(first.status).toBe(400);
    expect(first.body).toMatchObject({
      error: 'invalid_grant',
      suberror: 'basic_action',
      claims: '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}',
    });
    expect(second.body).toMatchObject({ error_codes: [50076] });
    expect(third.body).toMatchObject({ error_codes: [9002313] });
  });

  it('refuses once unless told otherwise, also with what it has never heard of', async () => {
    emulator.faults.refuse({ code: 12345, error: 'temporarily_unavailable', text: 'Some text.', status: 503 });
    const [refused, honest] = [await answer(), await answer()];
    expect(refused.status).toBe(503);
    expect(refused.body).toMatchObject({ error: 'temporarily_unavailable', error_codes: [12345] });
    expect(refused.body['error_description']).toMatch(/^AADSTS12345: Some text\. Trace ID/);
    expect(honest.body).toMatchObject({ error_codes: [9002313] });
  });

  it.each([{ code: 12345 }, { code: 50076, status: 200 }, { code: 50076, times: -1 }])(
    'does not refuse with %j',
    async (refusal) => {
      expect(() => emulator.faults.refuse(refusal)).toThrow(RangeError);
      expect((await answer()).body).toMatchObject({ error_codes: [9002313] });
    },
  );

  it('token-invalid-json breaks off', async () => {
    emulator.faults.set('token-invalid-json', true);
    await expect(answer()).rejects.toMatchObject({ name: 'SyntaxError' });
  });

  it('token-no-id-token leaves nothing else out', async () => {
    const honest = await signIn(emulator, people.ordinary);
    emulator.faults.set('token-no-id-token', true, 1);
    const { id_token: left, ...others } = honest;
    expect(left).toBeDefined();
    expect(Object.keys(await signIn(emulator, people.ordinary))).toEqual(Object.keys(others));
  });

  it('token-wrong-type changes the type alone, and no refusal', async () => {
    emulator.faults.set('token-wrong-type', true);
    const code = await newCode(emulator, people.ordinary);
    expect((await postToken(emulator, codeForm(emulator, code))).body).toMatchObject({
      token_type: 'mac',
      id_token: expect.any(String) as unknown,
    });
    const { status, body } = await answer();
    expect(status).toBe(400);
    expect(body).not.toHaveProperty('token_type');
  });
});
