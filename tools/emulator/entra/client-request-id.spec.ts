import { startEmulator, type Emulator } from '../index.js';

describe('the caller’s request id', () => {
  const ID = '4b8a1c52-5f2d-4f53-9c6f-0b1a6c1f9d10';
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await startEmulator();
  });

  afterAll(() => emulator.close());

  function ask(query: string, init: RequestInit): Promise<Response> {
    return fetch(`${emulator.origin}/${emulator.tenantId}/oauth2/v2.0/token${query}`, { method: 'POST', ...init });
  }

  it.each<[string, string, RequestInit]>([
    ['a header', '', { headers: { 'client-request-id': ID, 'return-client-request-id': 'true' } }],
    ['the query', `?client-request-id=${ID}&return-client-request-id=true`, {}],
    ['the form', '', { body: new URLSearchParams({ 'client-request-id': ID, 'return-client-request-id': 'true' }) }],
  ])('is returned, and correlates the refusal, when it comes in %s', async (_, query, init) => {
    const answer = await ask(query, init);
    expect(answer.headers.get('client-request-id')).toBe(ID);
    expect(await answer.json()).toMatchObject({ error_codes: [900144], correlation_id: ID });
  });

  it('is not returned unasked', async () => {
    const answer = await ask(`?client-request-id=${ID}`, {});
    expect(answer.headers.get('client-request-id')).toBeNull();
    expect(await answer.json()).toMatchObject({ correlation_id: ID });
  });

  it('that no header could hold is replaced', async () => {
    const answer = await ask('?client-request-id=a%0d%0ab&return-client-request-id=true', {});
    expect(answer.status).toBe(400);
    expect(answer.headers.get('client-request-id')).toBeNull();
    const { correlation_id } = (await answer.json()) as { correlation_id: string };
    expect(correlation_id).toMatch(/^[\da-f-]{36}$/);
  });
});
