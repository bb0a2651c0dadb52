import fc from 'fast-check';
import type { GenuineValues } from './genuine-values.js';

const NAMES = [
  'session',
  '__Host-session',
  '__Secure-session',
  'Session',
  '__Host-session-443',
  'sign-in',
  '__Host-sign-in',
  'sign-in-1-80',
  'rounds',
  '__Host-rounds',
  'connect.sid',
  '__proto__',
  '',
];

/** A genuine cookie with one thing wrong, wherever that is: cut, doubled, changed, or under another name. */
function mutated(cookie: string, names: readonly string[], text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const at = fc.nat({ max: 10_000 }).map((index) => index % (cookie.length + 1));
  const value = cookie.slice(cookie.indexOf('=') + 1);
  const letters = fc.constantFrom('\xe9', '%c3%a9', '%00', '%', 'A', '_', '.', '=', ' ');
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc
        .tuple(at, letters)
        .map(([index, letter]) => cookie.slice(0, index) + letter + cookie.slice(index + 1)),
    },
    { weight: 1, arbitrary: at.map((index) => cookie.slice(0, index)) },
    {
      weight: 1,
      arbitrary: fc.tuple(at, text).map(([index, inserted]) => cookie.slice(0, index) + inserted + cookie.slice(index)),
    },
    { weight: 1, arbitrary: fc.constantFrom(...names).map((name) => `${name}=${value}`) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(`${cookie}.${value}`, `"${cookie}"`, cookie.toUpperCase(), quoted(cookie)),
    },
  );
}

function quoted(cookie: string): string {
  return `${cookie.replace('=', '="')}"`;
}

/** The value of a Cookie header: genuine ones, genuine ones that were changed, and what nobody ever set. */
export function hostileCookies(genuine: GenuineValues, text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const cookies = [genuine.session, genuine.seed, genuine.rounds];
  const seedName = nameOf(genuine.seed);
  const places = [1, 31, 32].map((place) => seedName.replace(/-\d*-?(?=\d+$)/, `-${place}-`));
  const names = [...NAMES, ...cookies.map(nameOf), ...places];
  const junk = fc.tuple(fc.constantFrom(...names), text).map(([name, value]) => `${name}=${value}`);
  const cookie = fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...cookies) },
    { weight: 4, arbitrary: fc.oneof(...cookies.map((one) => mutated(one, names, text))) },
    { weight: 2, arbitrary: junk },
    { weight: 1, arbitrary: text },
  );
  const many = fc
    .tuple(fc.oneof(junk, fc.constant('sign-in')), fc.integer({ min: 2, max: 400 }))
    .map(([pair, count]) => numbered(pair, count, /\d+$/.exec(seedName)?.[0] ?? ''));
  return fc.oneof(
    {
      weight: 12,
      arbitrary: fc
        .tuple(fc.array(cookie, { maxLength: 5 }), fc.constantFrom('; ', '; ', ';', ', ', ' ; ;'))
        .map(([pairs, separator]) => pairs.join(separator)),
    },
    { weight: 1, arbitrary: many },
  );
}

function nameOf(cookie: string): string {
  return cookie.split('=')[0] ?? '';
}

/** As many cookies as fit; what is a name alone, as seeds with names and values of the right form. */
function numbered(pair: string, count: number, port: string): string {
  return Array.from({ length: count }, (_, index) =>
    pair.includes('=') ? pair : `${pair}-${index}-${port}=${String(index).padStart(27, 'A')}`,
  )
    .join('; ')
    .slice(0, 9000);
}
