import fc from 'fast-check';
import { Secret } from '../../config/secret.js';
import { deriveKey, seal, unseal } from './seal.js';

const key = deriveKey(new Secret('a secret'), 'a purpose');
const PLACE = 'kind:key';

describe('deriveKey', () => {
  it('gives 256 bits, the same for the same secret and purpose', () => {
    expect(key).toHaveLength(32);
    expect(deriveKey(new Secret('a secret'), 'a purpose')).toEqual(key);
  });

  it('gives another key for another secret or another purpose', () => {
    expect(deriveKey(new Secret('a secret '), 'a purpose')).not.toEqual(key);
    expect(deriveKey(new Secret('a secret'), 'another purpose')).not.toEqual(key);
  });
});

describe('a seal', () => {
  it.each(['', 'text', 'ä 漢 😀', '{"json":true}', 'x'.repeat(100_000)])('opens to what was sealed (%#)', (text) =>
    expect(unseal(key, seal(key, text, PLACE), PLACE)).toBe(text),
  );

  it('shows nothing of the text and is fit for a cookie', () => {
    const sealed = seal(key, 'a text to hide', PLACE);
    expect(sealed).toMatch(/^[\w-]+$/);
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('hide');
  });

  it('is another one each time', () => {
    expect(seal(key, 'text', PLACE)).not.toBe(seal(key, 'text', PLACE));
  });

  it('does not open under another key', () => {
    expect(unseal(deriveKey(new Secret('b'), 'a purpose'), seal(key, 'text', PLACE), PLACE)).toBeUndefined();
  });

  it.each(['kind:other', 'other:key', '', `${PLACE} `])('does not open in another place: %j', (place) => {
    expect(unseal(key, seal(key, 'text', PLACE), place)).toBeUndefined();
  });

  it('does not open when any of its bytes was changed', () => {
    const bytes = Buffer.from(seal(key, 'text', PLACE), 'base64url');
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(bytes.readUInt8(index) ^ 1, index);
      expect([index, unseal(key, changed.toString('base64url'), PLACE)]).toEqual([index, undefined]);
    }
  });

  it('does not open when it was cut anywhere', () => {
    const bytes = Buffer.from(seal(key, 'text', PLACE), 'base64url');
    for (let length = 0; length < bytes.length; length += 1) {
      expect(unseal(key, bytes.subarray(0, length).toString('base64url'), PLACE)).toBeUndefined();
    }
  });

  it.each(['', 'AQ', 'garbage', '%%%', 'é漢😀', 'A'.repeat(40), 'A'.repeat(5000)])(
    'is never read into garbage, which does not throw (%#)',
    (garbage) => expect(unseal(key, garbage, PLACE)).toBeUndefined(),
  );

  it('opens to any text, and to nothing else when anything about it was changed', () => {
    const change = fc.record({
      at: fc.nat(),
      letter: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    });
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), change, (text, { at, letter }) => {
        const sealed = seal(key, text, PLACE);
        expect(unseal(key, sealed, PLACE)).toBe(text);
        const index = at % sealed.length;
        const changed = sealed.slice(0, index) + letter + sealed.slice(index + 1);
        // Base64url is decoded leniently: a letter that changes no byte changes nothing.
        const isSame = Buffer.from(changed, 'base64url').equals(Buffer.from(sealed, 'base64url'));
        expect(unseal(key, changed, PLACE)).toBe(isSame ? text : undefined);
      }),
    );
  });

  it('is never read into garbage, whatever that is', () => {
    const garbage = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from([1, ...bytes]).toString('base64url')),
    );
    fc.assert(
      fc.property(garbage, (text) => unseal(key, text, PLACE) === undefined),
      { numRuns: 1000 },
    );
  });
});
