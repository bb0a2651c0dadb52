import { createConfiguration } from '../../config/configuration.js';
import { StoreUnavailableError } from '../../src/store/store.errors.js';
import { describeWithRedis } from '../../test/support/redis.js';
import { startService, type TestService } from '../../test/support/service.js';
import { REQUIRED_ENV } from '../../test/support/unit-configuration.js';
import { people } from '../emulator/index.js';
import type { LocalRedis } from '../redis-server/local-redis.js';
import { UsageError } from '../command-line/usage-error.js';
import { operate } from './operate.js';

const SESSION_SECRET = 'a-session-secret-of-the-tests-0123456789';

describeWithRedis('an operator', (startRedis) => {
  let redis: LocalRedis;
  let service: TestService;

  beforeAll(async () => {
    redis = await startRedis();
    service = await startService({ env: { REDIS_URL: redis.url, SESSION_SECRET } });
  });
  afterAll(() => service.close());

  const run = (command: 'count' | 'end', person?: { oid: string }) =>
    operate(
      { command, json: false, person: person && { tenantId: service.emulator.tenantId, id: person.oid } },
      service.configuration,
    );

  it('counts and ends all sessions of a person, and of nobody else', async () => {
    const [laptop, phone, grace] = [service.browser(), service.browser(), service.browser()];
    for (const browser of [laptop, phone]) await browser.signIn(people.ordinary);
    await grace.signIn(people.admin);
    expect(await run('count')).toEqual({ sessions: 3 });
    expect(await run('count', people.ordinary)).toEqual({ sessions: 2 });

    await phone.post('/logout');
    expect(await run('count', people.ordinary)).toEqual({ sessions: 1 });

    expect(await run('end', people.ordinary)).toEqual({ ended: 1 });
    expect(await laptop.isSignedIn()).toBe(false);
    expect(await grace.isSignedIn()).toBe(true);
    expect(await run('end', people.ordinary)).toEqual({ ended: 0 });
    expect(await run('count')).toEqual({ sessions: 1 });
  });

  it('is told when Redis does not answer, and when there is none', async () => {
    const elsewhere = { ...REQUIRED_ENV, SESSION_SECRET, REDIS_URL: 'redis://127.0.0.1:1' };
    const command = { command: 'count', json: false, person: undefined } as const;
    await expect(operate(command, createConfiguration(elsewhere))).rejects.toThrow(StoreUnavailableError);
    await expect(operate(command, createConfiguration(REQUIRED_ENV))).rejects.toThrow(UsageError);
  });
});
