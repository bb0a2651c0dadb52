import { cpuTimeMs } from '../../test/support/cpu-time.js';
import { addressesOf } from './forwarded-addresses.js';

describe('the addresses of X-Forwarded-For', () => {
  it.each([
    ['203.0.113.7:20001', '203.0.113.7'],
    ['203.0.113.7:', '203.0.113.7'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['[2001:DB8::1]', '2001:DB8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['[fe80::1%25eth0]:443', 'fe80::1'],
    ['[::ffff:203.0.113.7]:80', '::ffff:203.0.113.7'],
    ['198.51.100.1:1, [2001:db8::1]:2,10.0.0.1 ', '198.51.100.1, 2001:db8::1, 10.0.0.1'],
  ])('of %j: %j', (header, addresses) => {
    expect(addressesOf(header)).toBe(addresses);
  });

  it.each(['203.0.113.7', '2001:db8::1', '2001:db8::1:443', '::1', 'unknown', '_hidden:80', '', 'a, , b'])(
    'leave %j as it is',
    (header) => {
      expect(addressesOf(header)).toBe(header);
    },
  );

  it('are read in no time from a header as long as any', () => {
    const headers = ['[', ']', '1.', '1:', '%', ',', '[1]:'].map((part) => part.repeat(16_000));
    expect(cpuTimeMs(() => headers.forEach(addressesOf), 500)).toBeLessThan(500);
  });
});
