import { bySlot } from './redis-slots.js';

describe('bySlot', () => {
  it('keeps keys of one hash tag together, in their order', () => {
    const keys = ['session:{a}', 'tokens:{b}', 'tokens:{a}', 'other:{b}:{a}'];
    expect(bySlot(keys)).toEqual([
      ['session:{a}', 'tokens:{a}'],
      ['tokens:{b}', 'other:{b}:{a}'],
    ]);
  });

  it.each([['plain'], ['{}empty'], ['{open'], ['}{']])('goes by the whole key without a tag: %s', (key) => {
    expect(bySlot([key, `${key}2`, key])).toEqual([[key, key], [`${key}2`]]);
  });

  it('makes no group of nothing', () => expect(bySlot([])).toEqual([]));
});
