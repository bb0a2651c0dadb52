import { spreadOf, timesOf } from './statistics.js';

describe('the spread of some rounds', () => {
  it.each([
    [[3], { median: 3, least: 3, most: 3 }],
    [[30, 1, 2], { median: 2, least: 1, most: 30 }],
    [[10, 9, 2, 100], { median: 9.5, least: 2, most: 100 }],
  ])('of %j is %j, in whatever order they came', (values, spread) => expect(spreadOf(values)).toEqual(spread));

  it('needs a round', () => expect(() => spreadOf([])).toThrow(RangeError));
});

describe('how many times as much', () => {
  it('is told round by round, so that a disturbed round counts as one', () => {
    expect(timesOf([20, 200, 30], [10, 100, 10])).toEqual({ median: 2, least: 2, most: 3 });
  });

  it('counts the rounds that both have', () => {
    expect(timesOf([20, 30], [10])).toEqual({ median: 2, least: 2, most: 2 });
    expect(timesOf([], [1])).toBeUndefined();
    expect(timesOf([1], [])).toBeUndefined();
  });
});
