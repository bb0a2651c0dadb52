import { InnerServer } from './exchange.js';

const request = { method: 'POST', path: '/echo', headers: { 'X-Sent': 'yes' }, body: 'some text' };
const { signal } = new AbortController();

describe('an exchange within the process', () => {
  it('is HTTP like any other', async () => {
    const server = new InnerServer((req, res) => {
      res.setHeader('X-Received', [req.method, req.url, req.headers['x-sent']].join(' '));
      req.pipe(res.writeHead(201));
    });
    const { status, headers, body } = await server.exchange(request, signal);
    expect([status, headers['X-Received'], body.toString()]).toEqual([201, 'POST /echo yes', 'some text']);
  });

  it.each(['GET', 'DELETE', 'PATCH'])('carries a body of %s', async (method) => {
    const server = new InnerServer((req, res) => void req.pipe(res));
    const { body } = await server.exchange({ ...request, method }, signal);
    expect(body.toString()).toBe('some text');
  });

  it('carries an address and headers as long as a batch may be', async () => {
    const server = new InnerServer((req, res) => res.end(String(req.url?.length)));
    const path = `/${'a'.repeat(100_000)}`;
    const { status, body } = await server.exchange({ ...request, path, headers: { X: 'y'.repeat(100_000) } }, signal);
    expect([status, body.toString()]).toEqual([200, String(path.length)]);
  });

  it.each<[string, 'resetAndDestroy' | 'destroy']>([
    ['resets', 'resetAndDestroy'],
    ['closes', 'destroy'],
  ])('fails where the server %s the connection', async (_what, end) => {
    const server = new InnerServer((_req, res) => void res.socket?.[end]());
    await expect(server.exchange(request, signal)).rejects.toThrow('socket hang up');
  });

  it('fails where the answer breaks off', async () => {
    const server = new InnerServer((_req, res) => {
      res.setHeader('Content-Length', '100').write('half', () => res.socket?.destroy());
    });
    await expect(server.exchange(request, signal)).rejects.toThrow('aborted');
  });

  it('ends with its signal', async () => {
    const closed = new Promise<void>((resolve) => {
      const server = new InnerServer((_req, res) => void res.once('close', resolve));
      server.exchange(request, AbortSignal.timeout(50)).catch(() => undefined);
    });
    await closed;
  });
});
