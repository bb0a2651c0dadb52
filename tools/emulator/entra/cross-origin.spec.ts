import { startEmulator, type Emulator } from '../index.js';
import { codeForm, open } from '../spec-support.js';

describe('the emulator, from a script of another page', () => {
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await startEmulator();
  });

  afterAll(() => emulator.close());

  it.each([
    ['common/v2.0/.well-known/openid-configuration', 'GET, OPTIONS'],
    ['common/discovery/v2.0/keys', 'GET, OPTIONS'],
    ['common/discovery/instance', 'GET, OPTIONS'],
    ['common/oauth2/v2.0/token', 'POST, OPTIONS'],
  ])('answers the preflight of %s', async (path, methods) => {
    const answer = await fetch(`${emulator.origin}/${path}`, {
      method: 'OPTIONS',
      headers: { origin: 'https://spa.example', 'access-control-request-headers': 'content-type,x-client-sku' },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-methods')).toBe(methods);
    expect(answer.headers.get('access-control-allow-headers')).toBe('content-type,x-client-sku');
  });

  it('lets it read a refusal of the token endpoint', async () => {
    const answer = await fetch(`${emulator.origin}/${emulator.tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      headers: { origin: 'https://spa.example' },
      body: codeForm(emulator, 'any'),
    });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(await answer.json()).toMatchObject({ error_codes: [9002326] });
  });

  it('keeps its pages to itself', async () => {
    const { headers } = await open(`${emulator.origin}/${emulator.tenantId}/oauth2/v2.0/authorize`);
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});
