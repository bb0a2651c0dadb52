import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { createLoopbackCertificate } from '../../tools/certificates/loopback-certificate.js';
import { becomesTrue } from '../../tools/processes/becomes-true.js';
import type { LocalRedis } from '../../tools/redis-server/local-redis.js';
import { recordLog } from '../support/recorded-log.js';
import { redisStore } from '../support/redis-store.js';
import { describeWithRedis } from '../support/redis.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const TIMEOUT_MS = 400;
/** Pings are five seconds apart. Written bytes count as life, so a dead connection may take twice as long. */
const NOTICED_WITHIN_MS = 2 * (5000 + TIMEOUT_MS) + 500;

describeWithRedis('a connection to Redis that nobody uses', (start) => {
  let [living, dying] = [] as unknown as [LocalRedis, LocalRedis];
  beforeAll(async () => {
    [living, dying] = [await start(), await start()];
  });

  it(
    'is kept while it lives, and when it dies that is noticed before somebody needs it',
    async () => {
      const proxy = await TcpProxy.start(living.port);
      const [kept, lost] = [recordLog(), recordLog()];
      const stores = [
        redisStore(`redis://127.0.0.1:${proxy.port}`, { timeoutMs: TIMEOUT_MS, log: kept }),
        redisStore(dying.url, { timeoutMs: TIMEOUT_MS, log: lost }),
      ];
      try {
        await Promise.all(stores.map((store) => store.ping()));
        dying.freeze();
        const isLost = () => lost.text().includes('the session store can not be reached');
        expect(await becomesTrue(isLost, NOTICED_WITHIN_MS)).toBe(true);
        expect(proxy.connections).toBe(1);
        expect(kept.lines().map(({ msg }) => msg)).toEqual(['the session store answers']);
      } finally {
        dying.thaw();
        for (const store of stores) await store.close();
        await proxy.close();
      }
    },
    2 * NOTICED_WITHIN_MS,
  );
});

describe('many instances that have lost Redis', () => {
  const INSTANCES = 8;
  const ATTEMPT = 5;

  it('do not come back at the same moment', async () => {
    const attempts = await Promise.all(
      Array.from({ length: INSTANCES }, async () => {
        const times: number[] = [];
        const server = createServer((socket) => {
          times.push(performance.now());
          socket.destroy();
        });
        server.listen(0, '127.0.0.1');
        await once(server, 'listening');
        return { server, times, port: (server.address() as AddressInfo).port };
      }),
    );
    const stores = attempts.map(({ port }) => redisStore(`redis://127.0.0.1:${port}`, { timeoutMs: TIMEOUT_MS }));
    try {
      const enough = () => attempts.every(({ times }) => times.length >= ATTEMPT);
      expect(await becomesTrue(enough, 25_000)).toBe(true);
      const last = attempts.map(({ times }) => times[ATTEMPT - 1] ?? 0);
      // They have paused for up to 1.5 seconds each; without chance they would all come within some milliseconds.
      expect(Math.max(...last) - Math.min(...last)).toBeGreaterThan(100);
    } finally {
      for (const store of stores) await store.close();
      for (const { server } of attempts) server.close();
    }
  }, 40_000);
});

describe('a connection over TLS', () => {
  it.each([
    ['localhost', ['localhost']],
    ['127.0.0.1', []],
  ])('to %s names the server that is wanted: %j', async (host, wanted) => {
    const asked = new Set<string>();
    let handshakes = 0;
    const settings: TlsOptions = {
      ...(await createLoopbackCertificate()),
      SNICallback: (name, done) => {
        asked.add(name);
        done(null);
      },
    };
    const server = createTlsServer(settings)
      .on('tlsClientError', () => (handshakes += 1))
      .on('secureConnection', () => (handshakes += 1))
      .listen(0, host);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const store = redisStore(`rediss://${host}:${port}`, { timeoutMs: TIMEOUT_MS, log: recordLog() });
    try {
      expect(await becomesTrue(() => handshakes > 0, 5000)).toBe(true);
      expect([...asked]).toEqual(wanted);
    } finally {
      await store.close();
      server.close();
    }
  });
});
