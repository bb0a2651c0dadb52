import fc from 'fast-check';
import { decodeRecord, encodeRecord } from './redis-value.js';

const ENDS = Date.UTC(2026, 0, 15, 12);

describe('a record in Redis', () => {
  it.each(['', 'A', 'AA', 'AAA', 'AAAA', 'AA==', 'A-_9', 'A+/9', 'not base64', 'ä', '\u0000', 'AB'])(
    'comes back whole: %j',
    (value) => {
      const bytes = encodeRecord(value, 3, ENDS);
      expect(decodeRecord(bytes)).toEqual({ value, version: 3, expiresAtMs: ENDS });
    },
  );

  it('comes back whole, whatever it is', () => {
    const record = fc.tuple(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64url')),
      ),
      fc.integer({ min: 1, max: 2 ** 32 - 1 }),
      fc.integer({ min: 0, max: 2 ** 47 }),
    );
    fc.assert(
      fc.property(record, ([value, version, expiresAtMs]) => {
        const decoded = decodeRecord(encodeRecord(value, version, expiresAtMs));
        expect(decoded).toEqual({ value, version, expiresAtMs });
      }),
    );
  });

  it('takes three quarters of its base64url', () => {
    expect(encodeRecord('A'.repeat(4000), 1, ENDS)).toHaveLength(3011);
  });

  it.each([
    ['nothing', ''],
    ['something shorter than its head', '\u0001234567890'],
    ['something of a form that is not ours', 'text of somebody else'],
  ])('is none when it is %s', (_what, text) => expect(decodeRecord(Buffer.from(text))).toBeUndefined());
});
