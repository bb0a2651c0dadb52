import { FAULT_NAMES, startEmulator, type Emulator, type FaultName } from '../index.js';
import { ask, authorizeUrl, getGraph, open } from '../spec-support.js';

describe('faults', () => {
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startEmulator();
  });

  afterEach(() => emulator.close());

  const endpointOf = (fault: FaultName) => fault.split('-')[0] ?? '';

  it.each<[FaultName, number, string, string | null]>([
    ['discovery-html', 200, 'text/html', null],
    ['discovery-503', 503, 'text/html', null],
    ['discovery-503-json', 503, 'application/json', null],
    ['keys-html', 200, 'text/html', null],
    ['keys-503', 503, 'text/html', null],
    ['keys-503-json', 503, 'application/json', null],
    ['token-html', 200, 'text/html', null],
    ['token-503', 503, 'text/html', '7'],
    ['graph-429', 429, 'application/json', '7'],
    ['graph-503', 503, 'application/json', null],
  ])('%s answers %i with %s and Retry-After %s', async (fault, status, type, retryAfter) => {
    emulator.faults.retryAfterSeconds = 7;
    emulator.faults.set(fault, true);
    const answer = await ask(emulator, endpointOf(fault));
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain(type);
    expect(answer.headers.get('retry-after')).toBe(retryAfter);
    expect((await answer.text()).length).toBeGreaterThan(10);
  });

  it.each<FaultName>(['discovery-hang', 'keys-hang', 'token-hang', 'graph-hang'])('%s never answers', async (fault) => {
    emulator.faults.set(fault, true);
    const asked = ask(emulator, endpointOf(fault), AbortSignal.timeout(300));
    await expect(asked).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(emulator.requests.at(-1)?.status).toBeNull();
  });

  it.each<FaultName>(['discovery-reset', 'keys-reset', 'token-reset'])('%s resets the connection', async (fault) => {
    emulator.faults.set(fault, true);
    await expect(ask(emulator, endpointOf(fault))).rejects.toMatchObject({
      cause: { code: 'ECONNRESET' },
    });
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
    const answers = [await ask(emulator, 'graph'), await ask(emulator, 'graph'), await ask(emulator, 'graph')];
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

  it.each([
    ['graph-053', "There is no fault 'graph-053'. Did you mean 'graph-503'?"],
    ['Graph-503', "There is no fault 'Graph-503'. Did you mean 'graph-503'?"],
    ['nonsense', "There is no fault 'nonsense'."],
    ['__proto__', "There is no fault '__proto__'."],
  ])('say so when a name is wrong: %s', (name, message) => {
    expect(() => emulator.faults.set(name as FaultName, true)).toThrow(new RangeError(message));
    expect(emulator.faults.list()).toEqual([]);
  });

  it.each([-1, 1.5, Number.NaN])('meet no %d requests', (times) => {
    expect(() => emulator.faults.set('graph-503', true, times)).toThrow(RangeError);
  });

  it('tell how many requests they still meet', async () => {
    emulator.faults.set('graph-503', true, 2);
    await ask(emulator, 'graph');
    expect([emulator.faults.left('graph-503'), emulator.faults.left('graph-429')]).toEqual([1, 0]);
    emulator.faults.set('graph-429', true);
    expect(emulator.faults.left('graph-429')).toBe(Infinity);
  });

  it('end with the emulator, hanging requests included', async () => {
    emulator.faults.set('token-hang', true);
    const hanging = ask(emulator, 'token');
    const failed = expect(hanging).rejects.toThrow('fetch failed');
    while (emulator.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await emulator.close();
    await failed;
  });
});
