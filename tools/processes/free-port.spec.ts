import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort } from './free-port.js';

describe('a free port', () => {
  it('can be listened on, and is none that outgoing connections are given', async () => {
    const port = await freePort();
    expect(port).toBeLessThan(32_000);
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    server.close();
  });

  it('is never one that somebody listens on', async () => {
    const random = Math.random;
    const port = await freePort();
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    const draws = [(port - 20_000 + 0.5) / 12_000, 0.25];
    Math.random = () => draws.shift() ?? 0.75;
    try {
      expect(await freePort()).not.toBe(port);
      expect(draws).toHaveLength(0);
    } finally {
      Math.random = random;
      server.close();
    }
  });
});
