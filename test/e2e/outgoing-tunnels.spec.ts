import { setTimeout as delay } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { OutgoingHttp, OutgoingHttpModule } from '../../src/common/outgoing/outgoing-http.js';
import { RawHost, type RawScript } from '../support/raw-host.js';

const DEADLINE_MS = 400;
const says =
  (bytes: string, andThen: 'and ends' | 'and waits' = 'and ends'): RawScript =>
  (socket) =>
    void (andThen === 'and ends' ? socket.end(bytes) : socket.write(bytes));
const opensAndIsSilent: RawScript = (socket) => {
  socket.removeAllListeners('data').resume();
  socket.write('HTTP/1.1 200 OK\r\n\r\n');
};

describe('a call through a proxy that opens no tunnel', () => {
  let proxy: RawHost;
  let context: INestApplicationContext;
  let http: OutgoingHttp;
  const formerly = process.env['HTTPS_PROXY'];

  beforeEach(async () => {
    proxy = await RawHost.start();
    process.env['HTTPS_PROXY'] = `http://127.0.0.1:${proxy.port}`;
    const module = OutgoingHttpModule.register({ connections: 1, idleMs: 4000, maxBytes: 1000 });
    context = await NestFactory.createApplicationContext(module, { logger: false });
    http = context.get(OutgoingHttp);
  });
  afterEach(async () => {
    if (formerly === undefined) delete process.env['HTTPS_PROXY'];
    else process.env['HTTPS_PROXY'] = formerly;
    await context.close();
    await proxy.close();
  });

  const failure = () =>
    http
      .send({ url: 'https://graph.invalid/v1.0/me', deadline: AbortSignal.timeout(DEADLINE_MS) })
      .catch((error: unknown) => error);

  it.each<[string, RawScript, string, string]>([
    ['ends the connection', (socket) => void socket.end(), 'unreachable', 'ECONNRESET'],
    ['breaks off in its answer', says('HTTP/1.1 20'), 'unreachable', 'ECONNRESET'],
    ['resets the connection', (_socket, wire) => void wire.resetAndDestroy(), 'unreachable', 'ECONNRESET'],
    ['says that it goes on', says('HTTP/1.1 100 Continue\r\n\r\n', 'and waits'), 'unreachable', 'ECONNRESET'],
    ['says what is no HTTP', says('?'), 'invalid_answer', 'HPE_INVALID_HTTP'],
    ['refuses', says('HTTP/1.1 502 No\r\nContent-Length: 9\r\n\r\n{', 'and waits'), 'unreachable', 'PROXY_502'],
    ['ends the tunnel', says('HTTP/1.1 200 OK\r\n\r\n'), 'unreachable', 'ECONNRESET'],
    [
      'says what is no TLS',
      says('HTTP/1.1 200 OK\r\n\r\n?????', 'and waits'),
      'unreachable',
      'ERR_SSL_WRONG_VERSION_NUMBER',
    ],
    ['is silent', () => undefined, 'timeout', 'ERR_CANCELED'],
    ['is silent in the tunnel', opensAndIsSilent, 'timeout', 'ERR_CANCELED'],
  ])('fails when it %s, and asks it once', async (_what, script, kind, reason) => {
    const tunnels = () => proxy.requests.filter(({ text }) => text.startsWith('CONNECT ')).length;
    proxy.scripts = Array.from({ length: 100 }, () => script);
    const address = `http://127.0.0.1:${proxy.port}`;
    expect(await failure()).toMatchObject({ name: 'TransportError', kind, reason, proxy: address });
    await delay(100);
    expect(tunnels()).toBe(1);
  });

  it('once nobody waits for a tunnel, the next may be opened', async () => {
    proxy.scripts = [() => undefined, says('HTTP/1.1 502 No\r\n\r\n')];
    expect(await failure()).toMatchObject({ reason: 'ERR_CANCELED' });
    expect(await failure()).toMatchObject({ reason: 'PROXY_502' });
  });
});
