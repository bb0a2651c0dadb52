import { describeWithRedis } from '../../test/support/redis.js';
import { measureRedisMemory } from './redis-memory.js';

describeWithRedis('what a signed-in person takes in Redis', () => {
  it('is little more than the tokens', async () => {
    const measured = await measureRedisMemory({
      sessions: 1000,
      accessTokenBytes: 2500,
      refreshTokenBytes: 1500,
    });
    expect(Object.keys(measured.bytesByKind)).toEqual(['session', 'sids', 'tokens', 'users']);
    expect(measured.bytesPerSession).toBeGreaterThan(4000);
    expect(measured.bytesPerSession).toBeLessThan(7000);
  });
});
