import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { format, inspect } from 'node:util';
import { Secret } from './secret.js';

const VALUE = 'the-value-that-nobody-sees';
const secret = new Secret(VALUE);

function printed(...args: unknown[]): string {
  let text = '';
  const stdout = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      text += chunk.toString('utf8');
      done();
    },
  });
  new Console({ stdout }).log(...args);
  return text;
}

describe('Secret', () => {
  it('gives its value to whoever asks for it by name', () => {
    expect(secret.reveal()).toBe(VALUE);
  });

  it.each<[string, string]>([
    ['String()', String(secret)],
    // eslint-disable-next-line @typescript-eslint/restrict-template-expressions -- this is what must not leak
    ['a template', `${secret}`],
    ['an array that is joined', [secret, secret].join()],
    ['JSON', JSON.stringify(secret)],
    ['nested JSON', JSON.stringify({ a: [{ secret }] })],
    ['inspect', inspect(secret)],
    ['inspect of hidden properties', inspect(secret, { showHidden: true, depth: null })],
    ['nested inspect', inspect({ a: [{ secret }] }, { depth: null })],
    ['inspect beyond its depth', inspect({ a: { b: { c: { d: { secret } } } } })],
    ['inspect of a Map', inspect(new Map([['key', secret]]))],
    ['format %s', format('%s', secret)],
    ['format %o', format('%o', { secret })],
    ['format %O', format('%O', { secret })],
    ['format %j', format('%j', { secret })],
    ['format without a directive', format('text', secret)],
    ['console.log', printed(secret, { secret }, [secret])],
    ['console.log with %s', printed('%s and %o', secret, secret)],
    ['an error message', String(new Error(String(secret)))],
  ])('prints nothing in %s', (_form, text) => {
    expect(text).not.toContain(VALUE);
    expect(text.length).toBeGreaterThan(0);
  });

  it('says that something is hidden', () => {
    expect([String(secret), JSON.stringify(secret), inspect(secret)]).toEqual(['[secret]', '"[secret]"', '[secret]']);
  });

  it('has nothing to enumerate, spread or clone', () => {
    expect(Object.getOwnPropertyNames(secret)).toEqual([]);
    expect({ ...secret }).toEqual({});
    expect(structuredClone(secret)).toEqual({});
  });
});
