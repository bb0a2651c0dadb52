import type { FaultName } from '../index.js';
import { startEmulator, type Emulator } from '../index.js';
import { ask } from '../spec-support.js';

type Json = Record<string, unknown>;

describe.each(['discovery', 'keys'] as const)('faults of the document at %s', (endpoint) => {
  let emulator: Emulator;
  let honest: Json;

  beforeEach(async () => {
    emulator = await startEmulator();
    honest = (await (await ask(emulator, endpoint)).json()) as Json;
  });

  afterEach(() => emulator.close());

  async function struckBy(fault: string, signal?: AbortSignal): Promise<Response> {
    emulator.faults.set(`${endpoint}-${fault}` as FaultName, true);
    return ask(emulator, endpoint, signal);
  }

  it('content-type says text/plain of the honest document', async () => {
    const answer = await struckBy('content-type');
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await answer.json()).toEqual(honest);
  });

  it('huge is the honest document and 10 MB', async () => {
    const { padding, ...rest } = (await (await struckBy('huge')).json()) as Json;
    expect(rest).toEqual(honest);
    expect(String(padding)).toHaveLength(10 * 1024 * 1024);
  });

  it('huge stops when its reader does', async () => {
    const { body } = await struckBy('huge');
    const reader = body?.getReader();
    await reader?.read();
    await reader?.cancel();
    emulator.faults.clear();
    expect((await ask(emulator, endpoint)).status).toBe(200);
  });

  it('cut-off promises the whole document and sends half of it', async () => {
    const answer = await struckBy('cut-off');
    expect(answer.status).toBe(200);
    expect(Number(answer.headers.get('content-length'))).toBe(Buffer.byteLength(JSON.stringify(honest)));
    await expect(answer.text()).rejects.toThrow('terminated');
  });

  it('drip begins at once and is nowhere near its end seconds later', async () => {
    const answer = await struckBy('drip', AbortSignal.timeout(2500));
    expect(answer.status).toBe(200);
    let received = 0;
    const read = async () => {
      for await (const chunk of answer.body ?? []) received += (chunk as Uint8Array).length;
    };
    await expect(read()).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(received).toBeGreaterThan(0);
    expect(received).toBeLessThan(5);
  });

  it('drip ends with the emulator', async () => {
    const answer = await struckBy('drip');
    const whole = expect(answer.text()).rejects.toThrow('terminated');
    await emulator.close();
    await whole;
  });

  it('none of them hides that a tenant is unknown', async () => {
    for (const fault of ['content-type', 'huge', 'cut-off', 'drip']) {
      emulator.faults.clear();
      emulator.faults.set(`${endpoint}-${fault}` as FaultName, true);
      const path = endpoint === 'keys' ? 'discovery/v2.0/keys' : 'v2.0/.well-known/openid-configuration';
      const answer = await fetch(`${emulator.origin}/contoso.example/${path}`);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ error_codes: [90002] });
    }
  });
});

describe('faults of one document alone', () => {
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startEmulator();
  });

  afterEach(() => emulator.close());

  it('keys-empty is a key set without keys', async () => {
    emulator.faults.set('keys-empty', true);
    expect(await (await ask(emulator, 'keys')).json()).toEqual({ keys: [] });
  });

  it('discovery-missing-endpoints leaves three out', async () => {
    const honest = (await (await ask(emulator, 'discovery')).json()) as Json;
    emulator.faults.set('discovery-missing-endpoints', true);
    const missing = Object.keys((await (await ask(emulator, 'discovery')).json()) as Json);
    expect(Object.keys(honest).filter((name) => !missing.includes(name))).toEqual([
      'token_endpoint',
      'jwks_uri',
      'authorization_endpoint',
    ]);
  });

  it('discovery-foreign-host moves the token endpoint and the keys, with their paths', async () => {
    emulator.faults.set('discovery-foreign-host', true);
    const { tenantId, origin } = emulator;
    expect(await (await ask(emulator, 'discovery')).json()).toMatchObject({
      token_endpoint: `https://login.example.com/${tenantId}/oauth2/v2.0/token`,
      jwks_uri: `https://login.example.com/${tenantId}/discovery/v2.0/keys`,
      authorization_endpoint: `${origin}/${tenantId}/oauth2/v2.0/authorize`,
    });
    emulator.faults.foreignOrigin = 'https://127.0.0.1:1';
    expect(await (await ask(emulator, 'discovery')).json()).toMatchObject({
      jwks_uri: `https://127.0.0.1:1/${tenantId}/discovery/v2.0/keys`,
    });
  });
});
