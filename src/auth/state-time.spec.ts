import fc from 'fast-check';
import { readStateTime, stateTime } from './state-time.js';

const SECONDS = fc.integer({ min: Date.UTC(2020) / 1000, max: Date.UTC(2200) / 1000 });

describe('the time in a state', () => {
  it('is read as it was written, to the second, whatever stands before it', () => {
    fc.assert(
      fc.property(fc.string(), SECONDS, fc.integer({ min: 0, max: 999 }), (random, seconds, rest) => {
        expect(readStateTime(random + stateTime(seconds * 1000 + rest))).toBe(seconds * 1000);
      }),
    );
  });

  it('needs no escaping in an address', () => {
    fc.assert(fc.property(SECONDS, (seconds) => expect(stateTime(seconds * 1000)).toMatch(/^[\w-]{7,9}$/)));
  });

  it.each(['', '-', 'no-time-', 'CUSTOM0123', '-ABCDEF', '-123456789', 'x-12 456'])(
    'is not there in %j',
    (state) => expect(readStateTime(state)).toBeUndefined(),
  );
});
