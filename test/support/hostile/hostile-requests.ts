import { METHODS } from 'node:http';
import fc from 'fast-check';
import type { GenuineValues } from './genuine-values.js';
import { type Body, hostileBodies, NO_BODY } from './hostile-bodies.js';
import { hostileCookies } from './hostile-cookies.js';
import { crossSiteHeaders, forgedHeaders, type Header, hostileHeaders, lyingHeaders } from './hostile-headers.js';
import { FORGED_ORIGINS } from './hostile-paths.js';
import { foreignNotices, hostileCallbacks, hostileTargets } from './hostile-targets.js';
import { escapeBytes, hostileText } from './hostile-text.js';
import type { HostileRequest } from './wire-format.js';

const ODD_METHODS = ['get', 'GeT', 'FOO', 'PRI', 'JSONP', '', 'G\0T', 'GET GET', '\xff', 'A'.repeat(300)];
const BROWSER: Header = ['Accept', 'text/html'];

const methods = fc.oneof(
  { weight: 20, arbitrary: fc.constant('GET') },
  { weight: 4, arbitrary: fc.constant('POST') },
  { weight: 2, arbitrary: fc.constantFrom('HEAD', 'OPTIONS') },
  { weight: 2, arbitrary: fc.constantFrom(...METHODS) },
  { weight: 1, arbitrary: fc.constantFrom(...ODD_METHODS) },
);

/** How a request is changed after it was written: `at` counts thousandths of its length. */
const edits = fc.record({
  at: fc.nat({ max: 1000 }),
  removed: fc.oneof(fc.constant(0), fc.nat({ max: 20 }), fc.constant(100_000)),
  inserted: hostileText,
});

/** Either a page or JSON is asked for, so that both forms of every answer are seen. */
const accepts = fc.constantFrom<Header[]>([], [BROWSER], [BROWSER], [['Accept', 'application/json']]);

export interface Ingredients {
  /** What stands wherever a caller can put text; `hostileText` when unset. */
  text?: fc.Arbitrary<string>;
  /** Also requests that are no HTTP. Default: false. */
  malformed?: boolean;
  /** In every request something claims another host: headers, or the address itself. Default: false. */
  forged?: boolean;
}

/**
 * Requests that no client of ours would send. Each says all that is sent, so one that makes trouble can be sent again;
 * they shrink towards `GET /` without headers or body.
 */
export function hostileRequests(
  genuine: GenuineValues,
  { text = hostileText, malformed = false, forged = false }: Ingredients = {},
): fc.Arbitrary<HostileRequest> {
  const cookies = hostileCookies(genuine, text).map((value): Header[] => [['Cookie', value]]);
  const cookie = (value: string) => fc.constant<Header[]>([['Cookie', value]]);
  const more = forged ? forgedHeaders(text) : hostileHeaders(text);
  const headers = (...first: fc.Arbitrary<Header[]>[]) => fc.tuple(accepts, more, ...first).map((all) => all.flat());
  const origins = forged ? fc.constantFrom('', ...FORGED_ORIGINS) : fc.constant('');
  const whole = { edits: fc.constant([]) };

  const anything = fc.record({
    method: methods,
    target: fc.tuple(origins, hostileTargets(genuine, text)).map((parts) => parts.join('')),
    headers: fc.oneof(headers(cookies), headers(cookies), headers(), headers(cookie(genuine.session))),
    body: hostileBodies(text),
    ...whole,
  });
  const callback = fc.record({
    method: fc.constant('GET'),
    target: hostileCallbacks(genuine, text),
    headers: headers(cookie(genuine.seed)),
    body: fc.constant<Body>(NO_BODY),
    ...whole,
  });
  const foreignSignOut = fc.record({
    method: fc.constant('POST'),
    target: fc.constantFrom('/logout', '/logout/', '/LOGOUT', '/logout?_method=POST'),
    headers: headers(crossSiteHeaders(text), cookie(genuine.session)),
    body: hostileBodies(text),
    ...whole,
  });
  const notice = fc.record({
    method: fc.constant('GET'),
    target: foreignNotices(genuine, text),
    headers: headers(),
    body: fc.constant<Body>(NO_BODY),
    ...whole,
  });
  const wellFormed = fc
    .oneof(
      { weight: 10, arbitrary: anything },
      { weight: 2, arbitrary: callback },
      { weight: 1, arbitrary: foreignSignOut },
      { weight: 1, arbitrary: notice },
    )
    .map(sendable);
  if (!malformed) return wellFormed;
  const broken = fc.record({
    method: methods,
    target: hostileTargets(genuine, text),
    headers: headers(cookies, lyingHeaders(text)),
    body: hostileBodies(text),
    edits: fc.array(edits, { maxLength: 3 }),
  });
  return fc.oneof({ weight: 6, arbitrary: wellFormed }, { weight: 1, arbitrary: broken });
}

/** The nearest that a parser takes: what can't stand in a request line is escaped there, and left out of headers. */
function sendable<R extends HostileRequest>(request: R): R {
  const [path = '', ...fragments] = escapeBytes(request.target, /[^!-~]/g).split('#');
  const target = [path, ...(fragments.length === 0 ? [] : [fragments.join('%23')])].join('#');
  return {
    ...request,
    target: target === '' ? '/' : target,
    headers: request.headers.map(([name, value]) => [name, value.replace(/[^\t -~\x80-\xff]/g, '')] as const),
  };
}
