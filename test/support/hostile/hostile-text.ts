import fc from 'fast-check';

/** Markup with a name that nothing else has: where it comes back as it was sent, somebody can run a script. */
export const MARKER = `<x9z"'>`;

/** Another site, as no address of ours or of the authority's may name it. */
export const FOREIGN_HOST = 'foreign-9x.example';

/** The host that a request claims to be sent to. */
export const FORGED_HOST = 'forged-9x.example';

/** The longest that leaves room for other headers below the 16 kB that Node's parser takes. */
const LONG = 9000;

/** Text as the bytes of its UTF-8, one letter a byte: the form in which everything hostile is kept until it is sent. */
export function asBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** What has broken other programs, as far as it has no space in it. */
const WORDS = String.raw`
  % %0 %zz %00 %0d%0a %0D%0ASet-Cookie:%20session=x %u002f %E0%A4%A %ff %ed%a0%80 %c0%ae %2f %2F%2f %252f %5c %25
  %2e%2e%2f .. /../ ../../etc/passwd / // ./ \ \\ ; ? # & = , : @ * | " ' { [ ] {} . $& &#60; - -1 1e999 NaN null
  [] [0] [a][b] [__proto__] [constructor][prototype] __proto__ constructor prototype toString hasOwnProperty then
  length undefined true 99999999999999999999999999 <%=7*7%> {{7*7}} javascript:alert(1) data:text/html,x http://[
  http:${FOREIGN_HOST} https://${FOREIGN_HOST}/ //${FOREIGN_HOST} https:\\${FOREIGN_HOST} session= ${MARKER}
`
  .trim()
  .split(/\s+/);

const NOTORIOUS = [
  ...WORDS,
  ...['', ' ', 'Bearer ', 'Basic ', ' Trace ID: '],
  ...['\0', '\t', '\n', '\r', '\r\n', '\r\n\r\n', '\x0b', '\x7f'],
  ...['\x80', '\x85', '\xa0', '\xff\xfe', '\xed\xa0\x80', '\xc0\xae'],
  ...['\u2028', '\u202e', '\ufeff', '\ud83d\ude80', 'é', '漢', 'İ', 'ſ'].map(asBytes),
];

const fragment = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...NOTORIOUS) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }).map(asBytes) },
  { weight: 3, arbitrary: fc.string({ maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  },
);

/** What a pattern or a loop may take for ever over, when there is very much of it. */
const REPEATED = [' ', '\r\n', '%25', '%', '/', '../', ' Trace ID: a', ',', '"', ';', '=', '\\', '<', 'a'];

const long = fc
  .tuple(
    fc.constantFrom('', '/', 'AADSTS1:', 'Bearer '),
    fc.oneof(fc.constantFrom(...REPEATED), fragment),
    fc.oneof(fc.nat({ max: LONG }), fc.nat({ max: LONG }), fc.constant(2 * LONG)),
  )
  .map(([start, text, length]) => start + text.repeat(Math.ceil(length / Math.max(1, text.length))).slice(0, length));

/** Text that means no good, as bytes: control characters, broken UTF-8, escapes, markup, addresses, too much of it. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 25, arbitrary: fc.array(fragment, { maxLength: 4 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: long },
);

/** The marker escaped, escaped twice, and in a description that is taken apart as Entra's are. */
const OTHER_FORMS = [
  escapeBytes(MARKER),
  escapeBytes(escapeBytes(MARKER)),
  `AADSTS50011: ${MARKER} Trace ID: a-1 Correlation ID: b-2 Timestamp: ${MARKER}`,
];

/** As `hostileText`, with the marker somewhere inside. */
export const markedText: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(fragment, { maxLength: 2 }).map((parts) => parts.join('')),
    fc.oneof({ weight: 2, arbitrary: fc.constant(MARKER) }, fc.constantFrom(...OTHER_FORMS)),
    fc.array(fragment, { maxLength: 2 }).map((parts) => parts.join('')),
  )
  .map((parts) => parts.join(''));

/** Bytes as `%xx`: all that have a meaning somewhere, or those that `which` finds. */
export function escapeBytes(bytes: string, which = /[^\w.~-]/g): string {
  return bytes.replace(which, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
