import { jest } from '@jest/globals';
import type { GraphCall } from '../graph-resource.js';
import { page } from './page.js';

describe('a page of a collection', () => {
  it('is made of its own items alone, however many there are', () => {
    const call = {
      state: { graphOrigin: 'http://graph.example' },
      version: 'v1.0',
      path: '/users',
      query: new URLSearchParams({ $top: '2' }),
    } as GraphCall;
    const shown = jest.fn(({ id }: { id: number }) => ({ id: String(id) }));
    const items = Array.from({ length: 50_000 }, (_item, id) => ({ id }));
    expect(page(call, 'users', items, { shown }).json).toMatchObject({ value: [{ id: '0' }, { id: '1' }] });
    expect(shown).toHaveBeenCalledTimes(2);
  });
});
