import { request } from 'node:http';
import { decodeJwt } from 'jose';
import { people, startEmulator, type Emulator } from './index.js';
import { ask, postToken, refreshForm, signIn } from './spec-support.js';

describe('the control interface over HTTP', () => {
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startEmulator();
  });

  afterEach(() => emulator.close());

  async function call(method: string, path: string, body?: unknown): Promise<{ status: number; json: unknown }> {
    const answer = await fetch(`${emulator.origin}/control${path}`, {
      method,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, json: text === '' ? undefined : JSON.parse(text) };
  }

  it('switches a fault on for a number of requests, lists it, and switches all off', async () => {
    const { status, json } = await call('PUT', '/faults/graph-503', { on: true, times: 2 });
    expect([status, json]).toEqual([200, { name: 'graph-503', about: 'Graph answers 503.', on: true, times: 2 }]);
    expect((await ask(emulator, 'graph')).status).toBe(503);
    const listed = (await call('GET', '/faults')).json as { faults: object[]; refusal: number };
    expect(listed.refusal).toBe(50076);
    expect(listed.faults).toContainEqual({ name: 'graph-503', about: 'Graph answers 503.', on: true, times: 1 });
    expect((await call('DELETE', '/faults')).status).toBe(204);
    expect(emulator.faults.list()).toEqual([]);
  });

  it('sets what faults say', async () => {
    await call('PATCH', '/faults', { retryAfterSeconds: null, foreignOrigin: 'https://other.example' });
    expect(emulator.faults).toMatchObject({ retryAfterSeconds: null, foreignOrigin: 'https://other.example' });
  });

  it('lets the token endpoint refuse', async () => {
    expect((await call('POST', '/refusals', { code: 53003, times: 1 })).status).toBe(204);
    const { body } = await postToken(emulator, refreshForm(emulator, 'any'));
    expect(body).toMatchObject({ error_codes: [53003] });
  });

  it('moves the clock', async () => {
    await call('PUT', '/clock', { now: '2030-01-01T00:00:00Z' });
    const { json } = await call('PUT', '/clock', { advanceMs: 3_600_000 });
    expect(String((json as { now: string }).now)).toMatch(/^2030-01-01T01:00:0/);
    expect(new Date(emulator.clock.now()).getUTCFullYear()).toBe(2030);
  });

  it('issues tokens', async () => {
    const { json } = await call('POST', '/tokens', { person: 'admin' });
    expect(decodeJwt((json as { id_token: string }).id_token)).toMatchObject({ oid: people.admin.oid });
  });

  it('revokes, rotates keys, tells requests and people, and resets', async () => {
    const { refresh_token: token } = await signIn(emulator, people.ordinary);
    await call('POST', '/people/ordinary/revoke-sessions');
    expect((await postToken(emulator, refreshForm(emulator, token))).body).toMatchObject({ error_codes: [50173] });
    const keys = async () => (await ask(emulator, 'keys')).json();
    const before = await keys();
    expect((await call('POST', '/keys/rotate')).status).toBe(204);
    expect(await keys()).not.toEqual(before);
    expect((await call('GET', '/people')).json).toMatchObject({
      people: emulator.people.map(({ key, oid }) => ({ key, oid })),
    });
    const { counts } = (await call('GET', '/requests')).json as { counts: object };
    expect(counts).toMatchObject({ token: 2, keys: 2 });
    expect((await call('POST', '/reset')).status).toBe(204);
    expect((await call('GET', '/requests')).json).toEqual({ requests: [], counts: {} });
    expect(emulator.requests).toEqual([]);
  });

  it.each<[string, string, unknown, number, string]>([
    ['PUT', '/faults/graph-53', { on: true }, 404, "There is no fault 'graph-53'. Did you mean 'graph-503'?"],
    ['PUT', '/faults/graph-503', { on: 'yes' }, 400, 'on: Invalid input: expected boolean, received string'],
    ['PUT', '/faults/graph-503', { on: true, time: 2 }, 400, 'Unrecognized key: "time"'],
    ['PUT', '/faults/graph-503', '{"on":', 400, 'The body is no JSON.'],
    ['POST', '/refusals', { code: 12345 }, 400, 'The emulator knows no refusal AADSTS12345: say which error it is.'],
    ['PUT', '/clock', { forward: 1 }, 400, 'either advanceMs, a number, or now, an ISO 8601 time in UTC'],
    ['PUT', '/clock', { advanceMs: 1e300 }, 400, 'The clock takes a date, or milliseconds.'],
    [
      'POST',
      '/tokens',
      { person: 'ordinery' },
      400,
      "Nobody in this emulator has the key 'ordinery'. Did you mean 'ordinary'?",
    ],
    ['POST', '/people/nobody/revoke-sessions', undefined, 404, "Nobody in this emulator has the key 'nobody'."],
    ['POST', '/nothing', {}, 404, "There is no POST /control/nothing: the emulator's README has what there is."],
  ])('says what is wrong: %s %s %j', async (method, path, body, status, detail) => {
    const answer = await call(method, path, body);
    expect(answer).toEqual({ status, json: { title: status === 404 ? 'Not found' : 'Bad request', status, detail } });
    expect(emulator.faults.list()).toEqual([]);
  });

  it('takes JSON whatever the request calls it, as curl calls it a form', async () => {
    const put = async (body: string) =>
      fetch(`${emulator.origin}/control/faults/graph-503`, {
        method: 'PUT',
        body,
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      });
    expect((await put('{"on": true, "times": 2}')).status).toBe(200);
    expect(emulator.faults.list()).toEqual(['graph-503']);
    const refused = await put('on=true');
    expect([refused.status, await refused.json()]).toEqual([
      400,
      { title: 'Bad request', status: 400, detail: 'The body is no JSON.' },
    ]);
  });

  it('is closed to pages of other sites', async () => {
    const answer = await fetch(`${emulator.origin}/control/faults/graph-503`, {
      method: 'PUT',
      body: '{"on":true}',
      headers: { Origin: 'https://evil.example' },
    });
    expect(answer.status).toBe(403);
    expect(emulator.faults.list()).toEqual([]);
  });

  it.each([
    ['evil.example', 403],
    ['localhost.evil.example', 403],
    ['127.0.0.1.evil.example', 403],
    ['127.0.0.1:5001', 200],
    ['[::1]', 200],
    ['entra.localhost', 200],
    ['localhost', 200],
  ])('is closed to a name that was made to lead here: %s is %i', async (host, status) => {
    const statusAt = (path: string) =>
      new Promise((resolve, reject) => {
        request({ host: '127.0.0.1', port: emulator.port, path, headers: { Host: host }, agent: false })
          .on('response', (answer) => resolve(answer.resume().statusCode))
          .on('error', reject)
          .end();
      });
    expect([await statusAt('/control/requests'), await statusAt('/')]).toEqual([status, status]);
  });
});
