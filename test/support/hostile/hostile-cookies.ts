import fc from 'fast-check';
import type { GenuineValues } from './genuine-values.js';

const NAMES = [
  'session',
  '__Host-session',
  '__Secure-session',
  'Session',
  'sign-in-AAAAAAAAAAAAAAAA',
  '__Host-sign-in-AAAAAAAAAAAAAAAA',
  'sign-in-',
  'challenge',
  'rounds',
  '__Host-challenge',
  'connect.sid',
  '__proto__',
  '',
];

/** A genuine cookie with one thing wrong, wherever that is: cut, doubled, changed, or under another name. */
function mutated(cookie: string, text: fc.Arbitrary<string>): fc.Arbitrary<string> {
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
      arbitrary: fc
        .tuple(at, text)
        .map(([index, inserted]) => cookie.slice(0, index) + inserted + cookie.slice(index)),
    },
    { weight: 1, arbitrary: fc.constantFrom(...NAMES).map((name) => `${name}=${value}`) },
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
  const { session, pendingSignIn, rounds, challenge } = genuine;
  const cookies = [session, pendingSignIn, rounds, challenge];
  const junk = fc.tuple(fc.constantFrom(...NAMES), text).map(([name, value]) => `${name}=${value}`);
  const cookie = fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...cookies) },
    { weight: 4, arbitrary: fc.oneof(...cookies.map((one) => mutated(one, text))) },
    { weight: 2, arbitrary: junk },
    { weight: 1, arbitrary: text },
  );
  const many = fc
    .tuple(fc.oneof(junk, fc.constant('sign-in-')), fc.integer({ min: 2, max: 400 }))
    .map(([pair, count]) => numbered(pair, count));
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

/** As many cookies as fit, the pending sign-ins among them under names of the right form. */
function numbered(pair: string, count: number): string {
  return Array.from({ length: count }, (_, index) =>
    pair === 'sign-in-' ? `${pair}${String(index).padStart(16, 'A')}=x` : pair,
  )
    .join('; ')
    .slice(0, 9000);
}
