import { graphUserSchema } from './graph-user.js';

const user = (fields: object) => graphUserSchema.parse({ id: 'an-id', ...fields });

describe('a Graph user', () => {
  it('has null for what Graph leaves out, and no phones', () => {
    expect(user({})).toMatchObject({ id: 'an-id', displayName: null, mail: null, businessPhones: [] });
  });

  it('is read with a name of any length, which is cut', () => {
    expect(user({ displayName: 'n'.repeat(1024) }).displayName).toBe('n'.repeat(1024));
    expect(user({ displayName: 'n'.repeat(30_000) }).displayName).toBe('n'.repeat(1024));
  });

  it('is cut between characters', () => {
    expect(user({ displayName: `${'n'.repeat(1023)}🚀` }).displayName).toBe('n'.repeat(1023));
    expect(user({ displayName: `${'n'.repeat(1022)}🚀!` }).displayName).toBe(`${'n'.repeat(1022)}🚀`);
  });

  it('has twenty business phones at most, none longer than any', () => {
    const phones = Array.from({ length: 10_000 }, () => '1'.repeat(1000));
    expect(user({ businessPhones: phones }).businessPhones).toEqual(Array(20).fill('1'.repeat(64)));
  });

  it.each(['', 'i'.repeat(257), 7, null])('is none with the id %.20j', (id) => {
    expect(graphUserSchema.safeParse({ id }).success).toBe(false);
  });
});
