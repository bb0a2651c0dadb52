import { percentileOf, slopeOf, spreadOf, timesOf } from './statistics.js';

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

describe('a percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  it.each([
    [hundred, 50, 50],
    [hundred, 99, 99],
    [hundred, 100, 100],
    [[7], 99, 7],
    [[1, 2, 3, 4], 50, 2],
    [[1, 2, 3, 4], 51, 3],
  ])('is the value of the nearest rank', (values, percent, expected) => {
    expect(percentileOf(values, percent)).toBe(expected);
  });

  it.each([
    [[], 50],
    [[1], 0],
    [[1], 101],
  ])('of %j at %d is none', (values, percent) => expect(() => percentileOf(values, percent)).toThrow(RangeError));
});

describe('a slope', () => {
  it.each([
    [[5, 5, 5], 0],
    [[1, 3, 5, 7], 2],
    [[4, 0], -4],
    [[0, 1, 0, 1], 0.2],
  ])('of %j is %d', (values, expected) => expect(slopeOf(values)).toBeCloseTo(expected, 10));

  it('needs two values', () => expect(() => slopeOf([1])).toThrow(RangeError));
});
