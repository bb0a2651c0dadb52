// Refuses dependencies whose licence a company could not use. Reads the lock file, so it needs no network.
import { readFileSync } from 'node:fs';

const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Fine for what only tests use: nothing of it is shipped. */
const ALLOWED_IN_DEVELOPMENT = new Set(['MPL-2.0']);

/** Packages that name no licence in their package.json; what their licence files say, each read by hand. */
const READ_BY_HAND = {
  busboy: 'MIT',
  'passport-strategy': 'MIT',
  pause: 'MIT',
  streamsearch: 'MIT',
  'valid-url': 'MIT',
};

/** `A OR B` is fine when one of them is, `A AND B` when both are. */
function isAllowed(expression) {
  const text = expression.replace(/^\((.*)\)$/, '$1');
  if (text.includes(' OR ')) return text.split(' OR ').some(isAllowed);
  if (text.includes(' AND ')) return text.split(' AND ').every(isAllowed);
  return ALLOWED.has(text);
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const refused = Object.entries(lock.packages)
  .filter(([path]) => path !== '')
  .map(([path, { license, dev = false }]) => {
    const name = path.split('node_modules/').at(-1);
    return { path, dev, license: license ?? READ_BY_HAND[name] ?? 'none' };
  })
  .filter(({ license, dev }) => !isAllowed(license) && !(dev && ALLOWED_IN_DEVELOPMENT.has(license)));

for (const { path, license } of refused) console.error(`${path}: licence ${license}`);
process.exitCode = refused.length === 0 ? 0 : 1;
