import { randomUUID } from 'node:crypto';
import { people } from '../../tools/emulator/index.js';
import { becomesTrue } from '../../tools/processes/becomes-true.js';
import type { LocalRedis } from '../../tools/redis-server/local-redis.js';
import { pageOf, problemOf, sessionCookiesOf } from '../support/answers.js';
import { type Browser, JSON_ONLY } from '../support/browser.js';
import { describeWithRedis } from '../support/redis.js';
import { startService, type TestService } from '../support/service.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const SESSION_SECRET = randomUUID() + randomUUID();
const PASSWORD = 'the-password-of-redis';
const AT_MOST_MS = 3000;
const RECOVERY_MS = 6000;

describeWithRedis('on the bad days of Redis', (start) => {
  let redis: LocalRedis;
  let proxy: TcpProxy;
  let service: TestService;
  let adele: Browser;
  const services: TestService[] = [];

  const serve = async (REDIS_URL: string): Promise<TestService> => {
    const served = await startService({
      env: { REDIS_URL, SESSION_SECRET },
      ...(services[0] !== undefined && { at: services[0].emulator }),
    });
    services.push(served);
    return served;
  };
  const urlOf = (port: number, rest = '') => `redis://:${PASSWORD}@127.0.0.1:${port}${rest}`;
  const isReady = async (of = service) => (await of.browser().json('/readyz')).status === 200;

  beforeAll(async () => {
    // Always: by default Redis may keep writes for a second or two, which a kill would lose.
    const args = ['--appendonly', 'yes', '--appendfsync', 'always'];
    redis = await start({ password: PASSWORD, args });
    proxy = await TcpProxy.start(redis.port);
    service = await serve(urlOf(proxy.port));
  });
  beforeEach(async () => {
    expect(await becomesTrue(isReady, RECOVERY_MS)).toBe(true);
    adele = service.browser();
    expect((await adele.signIn(people.ordinary)).status).toBe(302);
  });
  afterAll(async () => {
    for (const served of services.reverse()) await served.close();
    await proxy.close();
  });

  describe.each<[string, () => unknown, () => unknown]>([
    ['gone', () => redis.kill(), () => redis.restart()],
    ['hanging', () => redis.freeze(), () => redis.thaw()],
  ])('while it is %s', (_state, begin, end) => {
    it('people get a 503 within three seconds, keep their cookie, and are signed in afterwards', async () => {
      const cookie = await adele.cookie('session');
      const newcomer = service.browser();
      const callback = await newcomer.walkToCallback(people.ordinary);
      await begin();
      try {
        const answers = await Promise.all([
          inTime(adele.get('/profile', { accept: JSON_ONLY })),
          inTime(adele.get('/session', { accept: JSON_ONLY })),
          inTime(adele.get('/', { accept: JSON_ONLY })),
          inTime(adele.post('/logout', { accept: JSON_ONLY })),
          inTime(adele.get('/profile')),
          inTime(adele.get('/')),
          inTime(newcomer.get(callback)),
        ]);
        for (const answer of answers) {
          expect(answer.status).toBe(503);
          expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
          expect(sessionCookiesOf(answer)).toEqual([]);
          if (answer.headers.get('content-type')?.startsWith('text/html')) await pageOf(answer);
          else expect(await problemOf(answer)).toMatchObject({ code: 'store_unavailable' });
        }
        const visitor = service.browser();
        expect((await visitor.get('/')).status).toBe(200);
        expect((await visitor.get('/login')).status).toBe(302);
        expect((await visitor.get('/healthz')).status).toBe(200);
        const readiness = await visitor.json('/readyz');
        expect(readiness.status).toBe(503);
        expect(readiness.body).toMatchObject({
          error: { store: { status: 'down', message: expect.stringMatching(/store/) as string } },
        });
      } finally {
        await end();
      }
      expect(await becomesTrue(isReady, RECOVERY_MS)).toBe(true);
      expect(await adele.cookie('session')).toBe(cookie);
      expect(await adele.isSignedIn()).toBe(true);
      expect((await adele.get('/profile', { accept: JSON_ONLY })).status).toBe(200);
      expect((await newcomer.signIn()).status).toBe(302);
    });
  });

  it('nobody notices a connection that is cut', async () => {
    proxy.cut();
    expect((await adele.get('/profile', { accept: JSON_ONLY })).status).toBe(200);
    proxy.cutNextAnswerAfter(10);
    expect((await adele.get('/profile', { accept: JSON_ONLY })).status).toBe(200);
  });

  it.each<[string, string[], string[], number]>([
    // Removing makes room, which a Redis that is full lets everybody do.
    ['full', ['CONFIG', 'SET', 'maxmemory', '1'], ['CONFIG', 'SET', 'maxmemory', '0'], 200],
    ['a read-only replica', ['REPLICAOF', '127.0.0.1', '1'], ['REPLICAOF', 'NO', 'ONE'], 503],
  ])('while it is %s, who is signed in is served, and nobody can sign in', async (_state, on, off, signOut) => {
    const [newcomer, leaver] = [service.browser(), service.browser()];
    await leaver.signIn(people.admin);
    const callback = await newcomer.walkToCallback(people.ordinary);
    const known = service.logLines.length;
    const told = (text: string) => service.logLines.slice(known).filter((line) => line.includes(text)).length;
    await redis.command(...on);
    try {
      expect((await inTime(newcomer.get(callback))).status).toBe(503);
      for (const minutes of [0, 2, 30]) {
        service.clock.advance(minutes * 60_000);
        for (const path of ['/profile', '/session', '/', '/profile']) {
          expect((await inTime(adele.get(path, { accept: JSON_ONLY }))).status).toBe(200);
        }
        expect((await inTime(adele.get('/profile'))).status).toBe(200);
      }
      expect(await isReady()).toBe(true);
      // Nobody waits for it, this test neither.
      const isTold = () => told('sessions can not be kept alive') > 0;
      expect(await becomesTrue(isTold, RECOVERY_MS)).toBe(true);
      expect(told('sessions can not be kept alive')).toBe(1);
      expect((await inTime(leaver.post('/logout', { accept: JSON_ONLY }))).status).toBe(signOut);
      expect(await leaver.isSignedIn()).toBe(signOut !== 200);
    } finally {
      await redis.command(...off);
    }
    // A write of before may fail yet; a minute after the last one it is over.
    const isOver = async () => {
      service.clock.advance(2 * 60_000);
      expect((await adele.get('/profile', { accept: JSON_ONLY })).status).toBe(200);
      return told('sessions are kept alive again') === 1;
    };
    expect(await becomesTrue(isOver, RECOVERY_MS)).toBe(true);
    // Nobody waited for the last of them either.
    const isKept = async () => {
      const { idleExpiresAt } = (await adele.json('/session')).body as { idleExpiresAt: string };
      return Date.parse(idleExpiresAt) - service.clock.now() > 59.5 * 60_000;
    };
    expect(await becomesTrue(isKept, RECOVERY_MS)).toBe(true);
    service.clock.advance(59 * 60_000);
    expect(await adele.isSignedIn()).toBe(true);
    expect((await newcomer.signIn()).status).toBe(302);
    expect((await adele.post('/logout', { accept: JSON_ONLY })).status).toBe(200);
    expect(await adele.isSignedIn()).toBe(false);
  });

  it('while it holds writes back, as at a fail-over, who is signed in is served at once', async () => {
    const grace = service.browser();
    await grace.signIn(people.admin);
    for (const browser of [adele, grace]) expect((await browser.json('/profile')).status).toBe(200);
    // Time to move the idle end, which Redis does not answer for now.
    service.clock.advance(70_000);
    await redis.command('CLIENT', 'PAUSE', '3000', 'WRITE');
    const startedAt = performance.now();
    for (const browser of [adele, grace, adele]) {
      expect((await browser.json('/profile')).status).toBe(200);
      expect(await browser.isSignedIn()).toBe(true);
    }
    expect(performance.now() - startedAt).toBeLessThan(1500);
    await redis.command('CLIENT', 'UNPAUSE');
  });

  it('the service starts without it, says so, and serves when it is there', async () => {
    await redis.stop();
    const early = await serve(urlOf(redis.port));
    try {
      expect((await early.browser().get('/healthz')).status).toBe(200);
      expect(await isReady(early)).toBe(false);
      expect(early.logged()).toContain('the session store can not be reached');
    } finally {
      await redis.restart();
    }
    expect(await becomesTrue(() => isReady(early), RECOVERY_MS)).toBe(true);
    expect(early.logged()).toContain('the session store answers');
    // The same Redis and the same secret: one session on both.
    const there = early.browser();
    await there.setCookie('session', await adele.cookie('session'));
    expect(await there.isSignedIn()).toBe(true);
  });

  it('a wrong password is told in the log, and nowhere shown', async () => {
    const locked = await serve(`redis://:not-${PASSWORD}@127.0.0.1:${redis.port}`);
    expect((await locked.browser().json('/readyz')).body).toMatchObject({
      error: { store: { status: 'down' } },
    });
    expect(locked.logged()).toContain('Redis refuses the user or the password of REDIS_URL');
    expect(locked.logged()).not.toContain(PASSWORD);
  });

  it('a user and a database of their own are enough', async () => {
    const rights = ['+@read', '+@write', '+@scripting'];
    const keys = ['session', 'tokens', 'refresh', 'lease', 'users', 'sids', 'user', 'sid'].map((kind) => `~${kind}:*`);
    await redis.command('ACL', 'SETUSER', 'service', 'reset', 'on', '>s3cret/#', ...keys, ...rights, '+select');
    const asUser = await serve(`redis://service:s3cret%2F%23@127.0.0.1:${redis.port}/7`);
    const browser = asUser.browser();
    expect((await browser.signIn()).status).toBe(302);
    expect((await browser.get('/profile', { accept: JSON_ONLY })).status).toBe(200);
    expect(String(await redis.command('INFO', 'keyspace'))).toMatch(/^db7:keys=[1-9]/m);
    expect((await browser.post('/logout', { accept: JSON_ONLY })).status).toBe(200);
    expect(String(await redis.command('INFO', 'keyspace'))).not.toMatch(/^db7:/m);
    expect(asUser.logged()).not.toMatch(/s3cret/);
  });

  it('stopping does not wait for one that hangs', async () => {
    const other = await serve(redis.url);
    expect(await becomesTrue(() => isReady(other), RECOVERY_MS)).toBe(true);
    redis.freeze();
    try {
      const startedAt = performance.now();
      services.pop();
      await other.close();
      expect(performance.now() - startedAt).toBeLessThan(1000);
    } finally {
      redis.thaw();
    }
  });
});

async function inTime(answer: Promise<Response>): Promise<Response> {
  const startedAt = performance.now();
  const response = await answer;
  expect(performance.now() - startedAt).toBeLessThan(AT_MOST_MS);
  return response;
}
