import fc from 'fast-check';
import { FOREIGN_HOST, FORGED_HOST } from './hostile-text.js';

/** A header as it is sent, in bytes. */
export type Header = readonly [name: string, value: string];

const ORIGINS = ['null', '', `https://${FOREIGN_HOST}`, 'http://localhost', 'http://localhost:1', 'file://'];
const SITES = ['cross-site', 'same-site', 'Same-Origin', 'same-origin, cross-site', '', 'x'];
const DATES = ['Thu, 01 Jan 1970 00:00:00 GMT', 'Thu, 01 Jan 2099 00:00:00 GMT', 'yesterday', '0'];
const MEDIA_TYPES = [
  'application/x-www-form-urlencoded',
  'application/json',
  'application/json; charset=utf-99',
  'application/json; charset="',
  'application/problem+json',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'text/plain; charset=utf-7',
  'application/octet-stream',
  'a/b/c',
  '/',
];

/** Headers that a server or a framework may act on, with values that they were not made for. */
const KNOWN_HEADERS: Record<string, readonly string[]> = {
  Accept: ['text/html', 'application/json', '*/*', '', 'text/html;q=0', 'TEXT/HTML', 'text/htmlx', ';;,,*/*;q=x'],
  'Accept-Encoding': ['gzip', 'br', 'identity;q=0', '*;q=0'],
  'Accept-Language': ['de', '*', 'x-klingon'],
  Authorization: ['Bearer', 'Bearer a.b.c', 'bearer\tx', 'Basic dTpw', 'Basic :', 'Negotiate', 'Digest x="'],
  Connection: ['close', 'keep-alive', 'Upgrade', 'close, keep-alive', 'Cookie', 'x'],
  'Content-Encoding': ['gzip', 'br', 'deflate', 'identity', 'x', 'gzip, gzip'],
  'Content-Type': MEDIA_TYPES,
  Expect: ['100-continue', '200-ok', ''],
  'If-Match': ['*', '"x"'],
  'If-Modified-Since': DATES,
  'If-None-Match': ['*', '"', 'W/"x"', '*, *'],
  'If-Range': ['"x"', ...DATES],
  'If-Unmodified-Since': DATES,
  'Max-Forwards': ['0', '-1'],
  Origin: ORIGINS,
  Range: ['bytes=0-0', 'bytes=-1', 'bytes=9-1', 'bytes=0-1,2-3,0-', 'bytes=999999-', 'x=0-1', 'bytes=a-b'],
  Referer: [`https://${FOREIGN_HOST}/`, 'x'],
  'Sec-Fetch-Dest': ['document', 'iframe', 'x'],
  'Sec-Fetch-Mode': ['navigate', 'x'],
  'Sec-Fetch-Site': SITES,
  TE: ['trailers', 'chunked', 'x'],
  Traceparent: ['00-0-0-0', 'x'],
  Upgrade: ['websocket', 'h2c', 'x'],
  'X-Request-Id': ['x', '0'.repeat(300)],
};

/** By these a proxy, or somebody who plays one, says which address was asked for. */
const FORGED_HEADERS: Record<string, readonly string[]> = {
  Host: [FORGED_HOST, `${FORGED_HOST}:1`, `user@${FORGED_HOST}`, `localhost, ${FORGED_HOST}`],
  Forwarded: [`host=${FORGED_HOST};proto=https`, `for="_x";host="${FORGED_HOST}"`],
  'X-Forwarded-Host': [FORGED_HOST, `${FORGED_HOST}, ${FORGED_HOST}`, `${FORGED_HOST}/x`],
  'X-Forwarded-Proto': ['https', 'HTTPS', 'https, http', 'javascript', FORGED_HOST],
  'X-Forwarded-Port': ['1', '443', FORGED_HOST],
  'X-Forwarded-For': ['127.0.0.1', '::1', FORGED_HOST, '1.2.3.4, 5.6.7.8, x'],
  'X-Forwarded-Prefix': [`//${FORGED_HOST}`, '/x'],
  'X-Forwarded-Server': [FORGED_HOST],
  'X-Forwarded-Scheme': ['https', 'x'],
  'X-Forwarded-Ssl': ['on'],
  'X-Host': [FORGED_HOST],
  'X-Real-Ip': ['127.0.0.1', FORGED_HOST],
  'X-Original-Url': ['/logout', `https://${FORGED_HOST}/`],
  'X-Rewrite-Url': ['/profile', `//${FORGED_HOST}/`],
  'X-Original-Host': [FORGED_HOST],
  'X-Http-Method-Override': ['POST', 'DELETE'],
  'X-Http-Method': ['POST'],
  'X-Method-Override': ['POST'],
  Via: [`1.1 ${FORGED_HOST}`],
  Origin: [`https://${FOREIGN_HOST}`],
  Referer: [`https://${FOREIGN_HOST}/`],
};

/** By these a request says how long it is, and may lie. */
const LYING_HEADERS: Record<string, readonly string[]> = {
  'Content-Length': ['0', '1', '10', '-1', '1e3', '0x5', '9'.repeat(30), '5, 5', '+5', ''],
  'Transfer-Encoding': ['chunked', 'identity', 'gzip, chunked', 'chunked, x', 'xchunked', ' chunked', 'CHUNKED'],
  Host: ['', 'a', 'a, b', '[', 'a b', '@'],
  'Content-Length ': ['5'],
  'Keep-Alive': ['timeout=0', 'max=0'],
  'HTTP2-Settings': ['AAA', ''],
};

function from(headers: Record<string, readonly string[]>, text: fc.Arbitrary<string>): fc.Arbitrary<Header> {
  return fc.oneof(
    ...Object.entries(headers).map(([name, values]) =>
      fc
        .oneof({ weight: 3, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: text })
        .map((value): Header => [name, value]),
    ),
  );
}

/** Headers of callers that are confused or mean harm; those that say where a request ends are honest. */
export function hostileHeaders(text: fc.Arbitrary<string>): fc.Arbitrary<Header[]> {
  const unknown = fc.tuple(fc.stringMatching(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,20}$/), text);
  const header = fc.oneof(
    { weight: 6, arbitrary: from(KNOWN_HEADERS, text) },
    { weight: 2, arbitrary: from(FORGED_HEADERS, text) },
    { weight: 1, arbitrary: unknown },
  );
  return fc.array(header, { maxLength: 5 });
}

/** Headers that claim another host, scheme, method or address than the request has; at least one. */
export function forgedHeaders(text: fc.Arbitrary<string>): fc.Arbitrary<Header[]> {
  return fc.array(from(FORGED_HEADERS, text), { minLength: 1, maxLength: 5 });
}

/** What a browser says of a form on another site, or somebody who plays one. */
export function crossSiteHeaders(text: fc.Arbitrary<string>): fc.Arbitrary<Header[]> {
  return fc.array(from({ Origin: ORIGINS, 'Sec-Fetch-Site': SITES }, text), { minLength: 1, maxLength: 2 });
}

/** Headers that lie about where a request ends. */
export function lyingHeaders(text: fc.Arbitrary<string>): fc.Arbitrary<Header[]> {
  return fc.array(from(LYING_HEADERS, text), { maxLength: 2 });
}
