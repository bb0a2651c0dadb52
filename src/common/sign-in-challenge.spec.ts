import { isTooLong } from './sign-in-challenge.js';

const claims = (length: number) => 'a'.repeat(length);

describe('a challenge', () => {
  it('may have 1,000 bytes in an address', () => {
    const overhead = 'scope=&claims='.length;
    expect(isTooLong({ scopes: [], claims: claims(1000 - overhead) })).toBe(false);
    expect(isTooLong({ scopes: [], claims: claims(1001 - overhead) })).toBe(true);
  });

  it('is as long as what it becomes there', () => {
    expect(isTooLong({ scopes: [], claims: '"'.repeat(328) })).toBe(false);
    expect(isTooLong({ scopes: [], claims: '"'.repeat(329) })).toBe(true);
    expect(isTooLong({ scopes: [], claims: '漢'.repeat(110) })).toBe(true);
    expect(isTooLong({ scopes: [], claims: '\ud800'.repeat(110) })).toBe(true);
  });

  it('counts its scopes', () => {
    expect(isTooLong({ scopes: ['Calendars.Read'], claims: claims(900) })).toBe(false);
    expect(isTooLong({ scopes: Array.from({ length: 80 }, () => 'Calendars.Read') })).toBe(true);
  });
});
