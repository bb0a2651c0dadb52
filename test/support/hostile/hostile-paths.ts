import fc from 'fast-check';
import { escapeBytes, FOREIGN_HOST, FORGED_HOST } from './hostile-text.js';

/** What a request target may begin with that is not a path: only proxies should ever see it. */
export const FORGED_ORIGINS = [
  `http://${FORGED_HOST}`,
  `https://user:password@${FORGED_HOST}:99`,
  `HTTP://${FORGED_HOST}`,
  `ftp://${FORGED_HOST}`,
  'http://[::1]',
  'http://',
  'http://a:b:c',
];

const SLASHES = ['//', '/./', '/../', '/%2e%2e/', '/;/', '/..;/', '\\', '%2f', '%5c', '///', '/\\', ''];
const BARE = ['*', '', '?', '//', '/assets/..%2fviews', '/favicon.ico', '/%', '/.env', FOREIGN_HOST, 'x:'];

/** One of these paths, or not quite: as it might slip past a rule that knows it by its letters. */
export function hostilePaths(routes: readonly string[], text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const route = fc.constantFrom(...routes);
  const at = fc.nat({ max: 20 });
  const mutated = fc.oneof(
    fc.tuple(route, at).map(upperCased),
    fc.tuple(route, at, text).map(([path, index, more]) => path.slice(0, index) + more + path.slice(index)),
    fc.tuple(route, text).map(([path, more]) => `${path}/${more}`),
    fc.tuple(route, fc.constantFrom(...SLASHES)).map(([path, slash]) => path.replaceAll('/', slash)),
    fc.tuple(route, at).map(([path, index]) => path.slice(0, index) + escapedLetter(path.slice(index))),
    fc.tuple(fc.constantFrom(...FORGED_ORIGINS, `//${FORGED_HOST}`), route).map((parts) => parts.join('')),
    fc.oneof(fc.constantFrom(...BARE), text),
  );
  return fc.oneof({ weight: 2, arbitrary: route }, { weight: 1, arbitrary: mutated });
}

function upperCased([path, count]: [string, number]): string {
  return path.slice(0, count).toUpperCase() + path.slice(count).toLowerCase();
}

function escapedLetter(rest: string): string {
  return rest === '' ? '' : escapeBytes(rest[0] ?? '', /[^]/g) + rest.slice(1);
}
