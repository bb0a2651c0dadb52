import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { drain } from '../../src/server/stop-on-signals.js';
import { JSON_ONLY } from '../support/browser.js';
import { useService } from '../support/describe-service.js';

describe('a service that is about to stop', () => {
  const { service, emulator, browser } = useService({
    starts: 'for each test',
    deadlines: { graphTryMs: 1500, graphMs: 1500 },
  });

  it('is not ready, and says why; it is alive, and still serves', async () => {
    await browser.signedIn();
    expect((await browser.json('/readyz')).status).toBe(200);
    drain(service.app);
    const { status, body } = await browser.json('/readyz');
    expect(status).toBe(503);
    expect(body).toMatchObject({
      error: { draining: { status: 'down', message: expect.stringMatching(/stopping/) as unknown } },
    });
    expect((await browser.json('/healthz')).status).toBe(200);
    expect((await browser.json('/profile')).status).toBe(200);
    expect((await service.browser().signIn()).headers.get('location')).toBe('/');
  });

  it('keeps no connection for another request', async () => {
    expect((await service.browser().get('/healthz')).headers.get('connection')).toBe('keep-alive');
    drain(service.app);
    expect((await service.browser().get('/healthz')).headers.get('connection')).toBe('close');
  });

  it('finishes the requests that are under way, then closes, though callers keep connections', async () => {
    const agent = new Agent({ keepAlive: true });
    await new Promise<void>((resolve, reject) => {
      get(`${service.url}/healthz`, { agent }, (response) => response.resume().on('end', resolve)).on('error', reject);
    });
    await browser.signedIn();
    emulator.faults.set('graph-hang', true);
    const underWay = browser.get('/profile', { accept: JSON_ONLY });
    await new Promise((resolve) => setTimeout(resolve, 100));

    drain(service.app);
    const startedAt = performance.now();
    const closed = service.app.close();
    expect((await underWay).status).toBe(504);
    await closed;
    expect(performance.now() - startedAt).toBeLessThan(3000);
    await expect(fetch(`${service.url}/healthz`)).rejects.toThrow();
    agent.destroy();
  });

  it('waits for nobody whose requests were cut off while they stood in line', async () => {
    const { port } = new URL(service.url);
    await Promise.all(
      Array.from({ length: 10 }, async () => {
        const socket = connect(Number(port), '127.0.0.1');
        await once(socket, 'connect');
        socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(30));
        await new Promise((resolve) => setTimeout(resolve, 5));
        socket.destroy();
      }),
    );
    const unused = connect(Number(port), '127.0.0.1');
    await once(unused, 'connect');
    const startedAt = performance.now();
    await service.app.close();
    expect(performance.now() - startedAt).toBeLessThan(2000);
    unused.destroy();
  });
});
