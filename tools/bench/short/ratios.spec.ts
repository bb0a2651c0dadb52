import type { RowResult } from '../comparison/comparison.js';
import { bestOf, ratiosOf, tooDear } from './ratios.js';

const just = (value: number) => ({ median: value, least: value, most: value });
const service: RowResult = {
  id: 'this-service',
  name: 'this service',
  profileTimesBareNest: just(2),
  signInTimesBareNest: just(3),
};

describe('the ratios of a short run', () => {
  it('are those of this service to bare Nest', () => expect(ratiosOf([service])).toEqual({ profile: 2, signIn: 3 }));

  it.each([
    [[{ id: 'bare-nest', name: 'bare Nest', failure: 'not ready' }, service], 'bare-nest failed: not ready'],
    [[{ id: 'this-service', name: 'this service', failure: 'answered 503' }], 'this-service failed: answered 503'],
    [[], 'there is no ratio to bare Nest'],
  ])('are none when something failed', (rows, message) => expect(() => ratiosOf(rows)).toThrow(message));

  it('are the better of each', () => {
    expect(
      bestOf([
        { profile: 2, signIn: 5 },
        { profile: 3, signIn: 4 },
      ]),
    ).toEqual({ profile: 2, signIn: 4 });
  });
});

describe('what is too dear', () => {
  const committed = { profile: 1.5, signIn: 2 };

  it('is nothing up to 1.4 times what was committed', () => {
    expect(tooDear({ profile: 1.4 * 1.5, signIn: 1.4 * 2 }, committed)).toEqual([]);
  });

  it('is told by name, with the limit', () => {
    expect(tooDear({ profile: 2.2, signIn: 2 }, committed)).toEqual([
      'GET /profile costs 2.20 × bare Nest; at most 2.10 would do, which is 1.4 × the committed 1.50',
    ]);
    expect(tooDear({ profile: 1, signIn: 2.9 }, committed)).toEqual([
      'a sign-in costs 2.90 × bare Nest; at most 2.80 would do, which is 1.4 × the committed 2.00',
    ]);
  });
});
