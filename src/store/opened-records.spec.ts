import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { Secret } from '../../config/secret.js';
import { OpenedRecords } from './opened-records.js';

const schema = z.object({ name: z.string() });
const KEY = 'tokens:{somebody}';
const ADA = { name: 'Ada' };

describe('OpenedRecords', () => {
  let opened: OpenedRecords;
  beforeEach(() => (opened = new OpenedRecords()));

  it('give back what was made of these very bytes', () => {
    opened.keep(KEY, 'sealed', schema, ADA);
    expect(opened.get(KEY, 'sealed', schema)).toBe(ADA);
  });

  it('have nothing for other bytes, for another key or in another form', () => {
    opened.keep(KEY, 'sealed', schema, ADA);
    expect(opened.get(KEY, 'sealeD', schema)).toBeUndefined();
    expect(opened.get('tokens:{another}', 'sealed', schema)).toBeUndefined();
    expect(opened.get(KEY, 'sealed', z.object({ name: z.string() }))).toBeUndefined();
  });

  it('can not be changed by whoever is given one, however deep', () => {
    const value = { ...ADA, roles: [{ name: 'Admin' }], token: new Secret('a token') };
    const kept = opened.keep(KEY, 'sealed', z.custom<typeof value>(), value);
    expect(() => (kept.name = 'Eve')).toThrow(TypeError);
    expect(() => kept.roles.push({ name: 'Root' })).toThrow(TypeError);
    expect(() => Object.assign(kept.roles[0] ?? {}, { name: 'Root' })).toThrow(TypeError);
    expect(kept.token.reveal()).toBe('a token');
  });

  it('are gone when they are forgotten', () => {
    opened.keep(KEY, 'sealed', schema, ADA);
    opened.forget(['session:{somebody}', KEY]);
    expect(opened.get(KEY, 'sealed', schema)).toBeUndefined();
    expect(opened.size).toBe(0);
  });

  it('stay within their bound, of whatever size they are: the least recently used go', () => {
    const MAX_BYTES = 16 * 1024 * 1024;
    for (const bytes of [100, 6000, 100_000]) {
      for (let each = 0; each < 5000; each += 1) {
        opened.keep(`tokens:{${bytes}-${each}}`, `${each}`.padStart(bytes, 'x'), schema, ADA);
        expect(opened.size).toBeLessThanOrEqual(MAX_BYTES);
      }
      expect(opened.get(`tokens:{${bytes}-4999}`, '4999'.padStart(bytes, 'x'), schema)).toBe(ADA);
      expect(opened.get(`tokens:{${bytes}-0}`, '0'.padStart(bytes, 'x'), schema)).toBeUndefined();
    }
  });

  it('keep none that is larger than all together may be', () => {
    const sealed = 'x'.repeat(9 * 1024 * 1024);
    opened.keep(KEY, sealed, schema, ADA);
    expect(opened.get(KEY, sealed, schema)).toBeUndefined();
  });

  it('are gone after their time, though they are in use, and without being asked for', async () => {
    opened = new OpenedRecords(100);
    opened.keep(KEY, 'sealed', schema, ADA);
    for (let ms = 0; ms < 50; ms += 10) {
      await pause(10);
      opened.get(KEY, 'sealed', schema);
    }
    await pause(250);
    expect(opened.size).toBe(0);
  });
});
