import { once } from 'node:events';
import { get } from 'node:https';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Certificate, createLoopbackCertificate } from '../certificates/loopback-certificate.js';
import { startTlsProxy, type TlsProxy } from './tls-proxy.js';

describe('the proxy that ends TLS', () => {
  let certificate: Certificate;
  let proxy: TlsProxy;
  let server: Server;
  let handler: RequestListener;

  beforeAll(async () => {
    certificate = await createLoopbackCertificate();
    server = createServer((req, res) => handler(req, res)).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  beforeEach(async () => {
    proxy = await startTlsProxy(certificate);
  });
  afterEach(() => proxy.close());

  async function request(host = 'localhost', path = '/'): Promise<string> {
    const asked = get(`https://${host}:${proxy.port}${path}`, { ca: certificate.ca, agent: false });
    const [response] = (await once(asked, 'response')) as [NodeJS.ReadableStream];
    return text(response);
  }

  const forward = () => proxy.forwardTo((server.address() as AddressInfo).port);

  it.each(['localhost', '127.0.0.1'])('passes answers on, and is trusted as %s', async (host) => {
    forward();
    handler = (_req, res) => void res.end('x'.repeat(1_000_000));
    expect(await request(host)).toHaveLength(1_000_000);
  });

  it('records what was asked, without queries', async () => {
    forward();
    handler = (_req, res) => void res.end();
    await request('localhost', '/path?code=secret');
    expect(proxy.requests).toEqual(['GET /path']);
  });

  it('makes a reset of a reset, and a cut of a cut', async () => {
    forward();
    handler = (req) => void req.socket.resetAndDestroy();
    await expect(request()).rejects.toMatchObject({ code: 'ECONNRESET' });
    handler = (req, res) => {
      res.setHeader('Content-Length', 10);
      res.write('half', () => req.socket.destroy());
    };
    await expect(request()).rejects.toThrow('aborted');
  });

  it('answers nobody before it knows where to', async () => {
    await expect(request()).rejects.toMatchObject({ code: expect.stringMatching(/^ECONN/) as unknown });
  });

  it('closes with requests under way', async () => {
    forward();
    let arrived: () => void = () => undefined;
    const arrival = new Promise<void>((resolve) => (arrived = resolve));
    handler = () => arrived();
    const failed = expect(request()).rejects.toThrow();
    await arrival;
    await proxy.close();
    await failed;
  });
});
