import { FAULT_NAMES, startEmulator, type Emulator, type FaultName } from './index.js';
import { authorizeUrl, codeForm, getGraph, open, postToken } from './spec-support.js';

describe('faults', () => {
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startEmulator();
  });

  afterEach(() => emulator.close());

  function request(endpoint: string, timeoutMs = 10_000): Promise<Response> {
    const { origin, tenantId } = emulator;
    const signal = AbortSignal.timeout(timeoutMs);
    switch (endpoint) {
      case 'discovery':
        return fetch(`${origin}/${tenantId}/v2.0/.well-known/openid-configuration`, { signal });
      case 'keys':
        return fetch(`${origin}/${tenantId}/discovery/v2.0/keys`, { signal });
      case 'token':
        return fetch(`${origin}/${tenantId}/oauth2/v2.0/token`, {
          method: 'POST',
          body: codeForm(emulator, 'any'),
          signal,
        });
      default:
        return fetch(`${origin}/v1.0/me`, { signal });
    }
  }

  it.each<[FaultName, number, string, string | null]>([
    ['discovery-html', 200, 'text/html', null],
    ['discovery-503', 503, 'text/html', null],
    ['keys-html', 200, 'text/html', null],
    ['keys-503', 503, 'text/html', null],
    ['token-503', 503, 'text/html', '7'],
    ['graph-429', 429, 'application/json', '7'],
    ['graph-503', 503, 'application/json', null],
  ])('%s answers %i with %s and Retry-After %s', async (fault, status, type, retryAfter) => {
    emulator.faults.retryAfterSeconds = 7;
    emulator.faults.set(fault, true);
    const answer = await request(fault.split('-')[0] ?? '');
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain(type);
    expect(answer.headers.get('retry-after')).toBe(retryAfter);
    expect((await answer.text()).length).toBeGreaterThan(10);
  });

  it.each<FaultName>(['discovery-hang', 'token-hang', 'graph-hang'])('%s never answers', async (fault) => {
    emulator.faults.set(fault, true);
    await expect(request(fault.split('-')[0] ?? '', 300)).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(emulator.requests.at(-1)?.status).toBeNull();
  });

  it('keys-empty is a key set without keys', async () => {
    emulator.faults.set('keys-empty', true);
    expect(await (await request('keys')).json()).toEqual({ keys: [] });
  });

  it('token-expired-secret is 401 invalid_client, AADSTS7000222', async () => {
    emulator.faults.set('token-expired-secret', true);
    const { status, body } = await postToken(emulator, codeForm(emulator, 'any'));
    expect(status).toBe(401);
    expect(body).toMatchObject({ error: 'invalid_client', error_codes: [7000222] });
  });

  it('authorize-declined returns at once', async () => {
    emulator.faults.set('authorize-declined', true);
    const { location } = await open(authorizeUrl(emulator));
    expect(location?.searchParams.get('error')).toBe('access_denied');
    expect(location?.searchParams.get('error_description')).toContain('AADSTS65004');
  });

  it('words throttling as Graph does', async () => {
    emulator.faults.set('graph-429', true);
    const answer = await getGraph(emulator, '/v1.0/me', undefined, { 'client-request-id': 'mine' });
    expect(await answer.json()).toMatchObject({
      error: { code: 'TooManyRequests', innerError: { 'client-request-id': 'mine' } },
    });
  });

  it('can meet a number of requests and then go', async () => {
    emulator.faults.set('graph-503', true, 2);
    const answers = [await request('graph'), await request('graph'), await request('graph')];
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 401]);
    expect(emulator.faults.isOn('graph-503')).toBe(false);
  });

  it('are all off at first, can be listed, and go when cleared', () => {
    expect(emulator.faults.list()).toEqual([]);
    for (const name of FAULT_NAMES) emulator.faults.set(name, true);
    expect(emulator.faults.list()).toEqual(FAULT_NAMES);
    emulator.faults.clear();
    expect(emulator.faults.list()).toEqual([]);
  });

  it('end with the emulator, hanging requests included', async () => {
    emulator.faults.set('token-hang', true);
    const hanging = fetch(`${emulator.origin}/${emulator.tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: codeForm(emulator, 'any'),
    });
    const failed = expect(hanging).rejects.toThrow('fetch failed');
    while (emulator.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await emulator.close();
    await failed;
  });
});
