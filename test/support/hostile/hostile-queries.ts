import fc from 'fast-check';
import type { GenuineValues } from './genuine-values.js';
import { escapeBytes, FOREIGN_HOST } from './hostile-text.js';

const OAUTH_ERRORS = [
  'access_denied',
  'login_required',
  'consent_required',
  'server_error',
  'temporarily_unavailable',
  'invalid_request',
];
const DESCRIPTION = 'AADSTS65004: No. Trace ID: a-1 Correlation ID: b-2 Timestamp: 2026-01-01 00:00:00Z';

/** Parameters that a route reads, or that others may take it to read, with values that are worth a try. */
export type Parameters = Record<string, readonly string[]>;

export const LOGIN_PARAMETERS: Parameters = {
  returnTo: ['/profile', '/profile?a=b#c', '/login', '/a/../b', `//${FOREIGN_HOST}`, `/\\${FOREIGN_HOST}`],
  prompt: ['login', 'select_account', 'consent', 'none', 'LOGIN'],
  login_hint: ['adele@emulated.example', ''],
  domain_hint: ['organizations', FOREIGN_HOST],
};

export const OTHER_PARAMETERS: Parameters = {
  format: ['json', 'JSON'],
  state: ['signed-out'],
  sid: ['00000000-0000-4000-8000-000000000000'],
  iss: [`https://${FOREIGN_HOST}/v2.0`],
  p: ['B2C_1_x'],
  nonce: ['x'],
  scope: ['openid', '.default'],
  claims: ['{}'],
  response_mode: ['form_post'],
  redirect_uri: [`https://${FOREIGN_HOST}/getAToken`],
  post_logout_redirect_uri: [`https://${FOREIGN_HOST}/`],
  _method: ['POST'],
};

export function callbackParameters({ state, spentCode }: GenuineValues): Parameters {
  return {
    code: [spentCode, `${spentCode}A`],
    state: [state, state.slice(1), 'x-zzzzzzzz', 'x-000000', '-'],
    error: OAUTH_ERRORS,
    error_description: [DESCRIPTION, 'AADSTS50011'],
    error_subcode: ['cancel'],
    admin_consent: ['True'],
    tenant: ['11111111-2222-4333-8444-555555555555'],
    returnTo: ['/profile'],
    session_state: ['x'],
    client_info: ['e30'],
  };
}

const SUFFIXES = ['[]', '[0]', '[a]', '[a][b]', '[__proto__]', '%5B%5D', '.x', '[', '%00'];
const ENCODINGS: ((bytes: string) => string)[] = [
  (bytes) => escapeBytes(bytes),
  (bytes) => bytes,
  (bytes) => escapeBytes(escapeBytes(bytes)),
];

function pairs(parameters: Parameters, text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const suffix = fc.oneof({ weight: 4, arbitrary: fc.constant('') }, fc.constantFrom(...SUFFIXES));
  const written = (name: string, value: fc.Arbitrary<string>) =>
    fc
      .tuple(suffix, value, fc.constantFrom(...ENCODINGS))
      .map(([after, plain, encode]) => `${name}${after}=${encode(plain)}`);
  const inPath = fc.tuple(fc.constantFrom('/', '/a?b='), text).map((parts) => parts.join(''));
  const known = Object.entries(parameters).map(([name, values]) =>
    written(name, fc.oneof(fc.constantFrom(...values), text, ...(name === 'returnTo' ? [inPath] : []))),
  );
  const unknown = fc
    .tuple(text, text, fc.constantFrom(...ENCODINGS))
    .map(([name, value, encode]) => `${encode(name)}=${encode(value)}`);
  return fc.oneof(
    { weight: 8, arbitrary: fc.oneof(...known) },
    { weight: 1, arbitrary: unknown },
    { weight: 1, arbitrary: text },
  );
}

/** A query, with its question mark, of parameters that mean something and others; none, one, repeated, too many. */
export function hostileQueries(parameters: Parameters, text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const pair = pairs(parameters, text);
  const twice = fc.oneof(
    pair.map((one) => [one, one]),
    fc.tuple(pair, text).map(([one, value]) => [one, `${one.split('=')[0] ?? ''}=${escapeBytes(value)}`]),
  );
  const some = fc.array(pair, { maxLength: 5 });
  return fc.oneof(
    { weight: 6, arbitrary: some.map((all) => (all.length === 0 ? '' : `?${all.join('&')}`)) },
    {
      weight: 2,
      arbitrary: fc.tuple(twice, some).map(([first, more]) => `?${[...first, ...more].join('&')}`),
    },
    { weight: 1, arbitrary: fc.tuple(some, fc.constantFrom('?', '??', '?&', '#', ';', '&')).map(marked) },
    { weight: 1, arbitrary: fc.tuple(pair, fc.integer({ min: 2, max: 2000 })).map(many) },
  );
}

function marked([all, mark]: [string[], string]): string {
  return mark + all.join(mark);
}

function many([pair, count]: [string, number]): string {
  return `?${`${pair}&`.repeat(count)}`.slice(0, 9000);
}

/** What Entra's answer to a sign-in says besides its state: a code, an error, both forms also made up; or nothing. */
export function hostileAnswers({ spentCode }: GenuineValues, text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const words = fc.oneof(text, fc.constant(DESCRIPTION)).map((plain) => escapeBytes(plain));
  const errors = fc.tuple(fc.oneof(fc.constantFrom(...OAUTH_ERRORS), words), words, words);
  return fc.oneof(
    fc.constantFrom('', `code=${spentCode}`),
    words.map((code) => `code=${code}`),
    errors.map(([error, said, subcode]) => `error=${error}&error_description=${said}&error_subcode=${subcode}`),
  );
}
