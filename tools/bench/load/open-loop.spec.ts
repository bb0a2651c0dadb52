import { setTimeout as pause } from 'node:timers/promises';
import { arrivals } from './open-loop.js';

describe('work that arrives at a fixed rate', () => {
  it('begins whether or not what began before has ended', async () => {
    let underWay = 0;
    let most = 0;
    await arrivals(200, 10, async () => {
      most = Math.max(most, (underWay += 1));
      await pause(200);
      underWay -= 1;
    });
    expect(most).toBe(10);
  });

  it('takes as long as from the moment at which it was due', async () => {
    const standsStillMs = 120;
    const taken = await arrivals(100, 3, async (index) => {
      const until = performance.now() + (index === 0 ? standsStillMs : 0);
      while (performance.now() < until);
      return Promise.resolve();
    });
    // Due after 0, 10 and 20 ms, while nobody could begin before 120 ms.
    expect(taken[1]).toBeGreaterThanOrEqual(standsStillMs - 10);
    expect(taken[2]).toBeGreaterThanOrEqual(standsStillMs - 20);
  });

  it('tells which failed', async () => {
    const refused = new Error('refused');
    await expect(
      arrivals(1000, 3, (index) => (index === 1 ? Promise.reject(refused) : Promise.resolve())),
    ).rejects.toBe(refused);
  });
});
