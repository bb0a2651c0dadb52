import { people } from '../../tools/emulator/index.js';
import type { LocalRedis } from '../../tools/redis-server/local-redis.js';
import { JSON_ONLY } from '../support/browser.js';
import { describeWithRedis } from '../support/redis.js';
import { startService, type TestService } from '../support/service.js';
import { watchRequests } from '../support/watch-requests.js';

/** So short that a token is due for a refresh from the first minute, and good for some more. */
const LIFETIME_SECONDS = 200;

describeWithRedis('with a Redis that answers and takes no writes', (startRedis) => {
  let redis: LocalRedis;
  let service: TestService;

  beforeAll(async () => {
    redis = await startRedis();
    service = await startService({
      env: { REDIS_URL: redis.url, SESSION_SECRET: 'a-session-secret-of-the-tests-0123456789' },
      emulator: { accessTokenLifetimeSeconds: LIFETIME_SECONDS },
      deadlines: { storeMs: 500 },
    });
  });
  afterAll(() => service.close());
  afterEach(async () => {
    await redis.command('CONFIG', 'SET', 'maxmemory', '0');
    await redis.command('REPLICAOF', 'NO', 'ONE');
  });

  it.each<[string, string[]]>([
    ['because it is full', ['CONFIG', 'SET', 'maxmemory', '1']],
    ['because it is a replica', ['REPLICAOF', '127.0.0.1', '1']],
  ])('%s, whoever has a good token is served on', async (_why, command) => {
    const browser = service.browser();
    await browser.signIn(people.ordinary);
    await redis.command(...command);
    const requests = watchRequests(service.emulator);
    for (const _time of [1, 2, 3]) {
      const answer = await browser.get('/profile', { accept: JSON_ONLY });
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({ profile: { id: people.ordinary.oid } });
    }
    expect(requests().filter(({ endpoint }) => endpoint === 'token')).toHaveLength(0);
    expect(await browser.isSignedIn()).toBe(true);
  });
});
