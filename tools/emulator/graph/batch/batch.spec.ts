import { people, startEmulator, type Emulator } from '../../index.js';
import { signIn } from '../../spec-support.js';
import { askGraph, type GraphReply } from '../spec-support.js';

interface BatchedReply {
  id: string;
  status: number;
  headers: Record<string, string>;
  body?: Record<string, unknown> & { error?: { code: string } };
}

describe('a batch', () => {
  let emulator: Emulator;
  let token: string;

  beforeAll(async () => {
    emulator = await startEmulator();
    ({ access_token: token = '' } = await signIn(emulator, people.ordinary));
  });

  afterEach(() => emulator.faults.clear());
  afterAll(() => emulator.close());

  const send = (requests: unknown, version = ''): Promise<GraphReply> =>
    askGraph(emulator, token, `POST ${version}/$batch`, { requests });
  const answers = async (requests: unknown, version?: string): Promise<BatchedReply[]> => {
    const { status, body } = await send(requests, version);
    expect(status).toBe(200);
    return body['responses'] as BatchedReply[];
  };
  const get = (id: string, url: string, more = {}) => ({ id, method: 'GET', url, ...more });

  it('answers each request with a status, headers and a body of its own', async () => {
    const replies = await answers([
      get('1', '/me?$select=displayName'),
      get('2', 'me/photos/48x48/$value'),
      get('3', '/users'),
      {
        id: '4',
        method: 'post',
        url: '/me/getMemberObjects',
        headers: { 'content-type': 'application/json' },
        body: {},
      },
    ]);
    expect(replies.map(({ id, status }) => [id, status])).toEqual([
      ['1', 200],
      ['2', 200],
      ['3', 403],
      ['4', 200],
    ]);
    expect(replies[0]?.body).toMatchObject({ displayName: 'Adele Ordinary' });
    expect(replies[0]?.headers).toMatchObject({ 'Cache-Control': 'no-cache', 'OData-Version': '4.0' });
    expect(Buffer.from(replies[1]?.body as unknown as string, 'base64').subarray(0, 2)).toEqual(
      Buffer.from([0xff, 0xd8]),
    );
    expect(replies[2]?.body?.error).toMatchObject({ code: 'Authorization_RequestDenied' });
    expect(replies[3]?.body).toMatchObject({ value: [expect.any(String), expect.any(String), expect.any(String)] });
  });

  it('keeps to its version', async () => {
    const [reply] = await answers([get('1', '/me?$select=id')], '/beta');
    expect(reply?.body?.['@odata.context']).toBe(`${emulator.origin}/beta/$metadata#users(id)/$entity`);
  });

  it('is logged as a whole and request by request', async () => {
    const before = emulator.requests.length;
    await answers([get('1', '/me'), get('2', '/me/manager')]);
    expect(emulator.requests.slice(before).map(({ method, path, status }) => [method, path, status])).toEqual([
      ['POST', '/v1.0/$batch', 200],
      ['GET', '/v1.0/me', 200],
      ['GET', '/v1.0/me/manager', 403],
    ]);
  });

  it('meets faults request by request, each with its own Retry-After', async () => {
    emulator.faults.set('graph-429', true, 1);
    const replies = await answers([get('1', '/me'), get('2', '/me')]);
    expect(replies.map(({ status, headers }) => [status, headers['Retry-After']])).toEqual([
      [429, '1'],
      [200, undefined],
    ]);
  });

  it('hangs while one of its requests does, until its client goes away', async () => {
    emulator.faults.set('graph-hang', true, 1);
    const aborted = fetch(`${emulator.graphEndpoint}/v1.0/$batch`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ requests: [get('1', '/me'), get('2', '/me')] }),
      signal: AbortSignal.timeout(300),
    });
    await expect(aborted).rejects.toThrow(expect.objectContaining({ name: 'TimeoutError' }) as Error);
    expect(await answers([get('1', '/me')])).toMatchObject([{ status: 200 }]);
  });

  it('lets a request wait for others, and fails it with 424 when one of them failed', async () => {
    const before = emulator.requests.length;
    const replies = await answers([
      get('a', '/me'),
      get('b', '/users', { dependsOn: ['A'] }),
      get('c', '/me', { dependsOn: ['a', 'b'] }),
      get('d', '/me', { dependsOn: ['c'] }),
      get('e', '/me/memberOf', { dependsOn: ['a'] }),
    ]);
    expect(replies.map(({ id, status }) => [id, status])).toEqual([
      ['a', 200],
      ['b', 403],
      ['c', 424],
      ['d', 424],
      ['e', 200],
    ]);
    expect(emulator.requests.slice(before).filter(({ path }) => path === '/v1.0/me')).toHaveLength(1);
  });

  it.each<[string, unknown, string]>([
    ['no list', { id: '1' }, "at 'requests'"],
    [
      'more than 20',
      Array.from({ length: 21 }, (_request, index) => get(String(index), '/me')),
      'the maximum value of 20',
    ],
    ['an id twice', [get('a', '/me'), get('A', '/me')], 'must be unique'],
    ['a request without an id', [{ method: 'GET', url: '/me' }], "at 'requests.0.id'"],
    ['a request without a url', [{ id: '1', method: 'GET' }], "at 'requests.0.url'"],
    ['a method that there is not', [{ id: '1', method: 'CONNECT', url: '/me' }], "at 'requests.0.method'"],
    ['a url with a host', [get('1', 'https://graph.microsoft.com/v1.0/me')], 'not relative'],
    ['a url of another host', [get('1', '//elsewhere.example/me')], 'not relative'],
    ['a url that leaves its version', [get('1', '/../control/faults')], 'not relative'],
    ['a header that is none', [get('1', '/me', { headers: { 'x y': '1' } })], "at 'requests.0.headers.x y'"],
    ['a header that would be two', [get('1', '/me', { headers: { x: '1\r\ny: 2' } })], "at 'requests.0.headers.x'"],
    ['a body without a content type', [{ id: '1', method: 'POST', url: '/me', body: {} }], 'Content-Type'],
    ['a dependency that there is not', [get('1', '/me', { dependsOn: ['2'] })], "depends on '2'"],
    [
      'dependencies in a circle',
      [get('1', '/me', { dependsOn: ['2'] }), get('2', '/me', { dependsOn: ['1'] })],
      "'1' depends on '2'",
    ],
  ])('is refused as a whole with %s', async (_what, requests, reason) => {
    const before = emulator.requests.length;
    const { status, body } = await send(requests);
    expect([status, body.error?.code]).toEqual([400, 'BadRequest']);
    expect(body.error?.message).toContain(reason);
    expect(emulator.requests).toHaveLength(before + 1);
  });

  it.each<[string, number, object]>([
    ['a GET has a body', 200, get('1', '/me', { headers: { 'content-type': 'application/json' }, body: {} })],
    ['an address is very long', 404, get('1', `/${'a'.repeat(60_000)}`)],
    ['a header is very long', 200, get('1', '/me', { headers: { 'x-long': 'a'.repeat(60_000) } })],
  ])('answers where %s', async (_what, status, request) => {
    expect(await answers([request])).toMatchObject([{ id: '1', status }]);
  });

  it('knows no batch within', async () => {
    const [reply] = await answers([get('1', '/$batch')]);
    expect(reply?.status).toBe(404);
  });
});
