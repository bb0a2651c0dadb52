import { WrongAnswerError } from '../load/client.js';
import { Tally } from './tally.js';

const refused = (status?: number) => () => Promise.reject(new WrongAnswerError(`answered ${status}`, status));

describe('what happens to people', () => {
  let nowMs: number;
  let tally: Tally;

  beforeEach(() => {
    nowMs = 1_000_000;
    tally = new Tally(() => nowMs);
  });

  it('is counted, and given back', async () => {
    await expect(tally.attempt('profile', () => Promise.resolve(7))).resolves.toEqual({ result: 7 });
    expect(tally.counts).toEqual({ 'profile: as it should be': 1 });
    expect(tally.unexplained).toEqual([]);
  });

  it('is explained when it is a 503 while Redis is away, or until shortly after', async () => {
    await tally.outage(() => tally.attempt('profile', refused(503)).then(() => undefined));
    nowMs += 5000;
    await tally.attempt('profile', refused(503));
    expect(tally.counts).toEqual({ 'profile: 503 while Redis was away': 2 });
    expect(tally.unexplainedCount).toBe(0);
  });

  it('is explained when it began while Redis was away and ended later', async () => {
    await tally.outage(() => Promise.resolve());
    await tally.attempt('profile', () => {
      nowMs += 60_000;
      return refused(503)();
    });
    expect(tally.unexplainedCount).toBe(0);
  });

  it.each([
    ['a 503 before', async () => tally.attempt('profile', refused(503)), 'answered 503'],
    [
      'a 503 long after',
      async () => {
        await tally.outage(() => Promise.resolve());
        nowMs += 5001;
        return tally.attempt('profile', refused(503));
      },
      'answered 503',
    ],
    [
      'a 500 meanwhile',
      async () => tally.outage(() => tally.attempt('profile', refused(500)).then(() => undefined)),
      '500',
    ],
    [
      'a 401 meanwhile',
      async () => tally.outage(() => tally.attempt('profile', refused(401)).then(() => undefined)),
      '401',
    ],
    ['no answer', async () => tally.attempt('profile', () => Promise.reject(new Error('socket hang up'))), 'hang up'],
  ])('is unexplained: %s', async (_what, happen, message) => {
    await happen();
    expect(tally.unexplainedCount).toBe(1);
    expect(tally.unexplained[0]?.message).toContain(message);
    expect(tally.counts).toEqual({ 'profile: unexplained': 1 });
  });

  it('tells of fifty, and counts all', async () => {
    nowMs += 12_000;
    for (let times = 0; times < 60; times += 1) await tally.attempt('sign-in', refused(500));
    expect(tally.unexplained).toHaveLength(50);
    expect(tally.unexplained[0]).toEqual({ atSeconds: 12, step: 'sign-in', message: 'answered 500' });
    expect(tally.unexplainedCount).toBe(60);
  });
});
