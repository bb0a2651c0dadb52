/** Parameters of Entra and Graph whose values may be shown: they say what is asked for, never who or with which secret. */
const SHOWN: ReadonlySet<string> = new Set([
  'client_id',
  'response_type',
  'response_mode',
  'scope',
  'prompt',
  'resource',
  'redirect_uri',
  'post_logout_redirect_uri',
  'code_challenge_method',
  'domain_hint',
  'grant_type',
  'requested_token_use',
  'client_assertion_type',
  'client_info',
  'claims',
  'appid',
  'api-version',
  '$select',
  '$top',
  '$filter',
  '$orderby',
  '$count',
]);

/** Those that are noted, but without their value. */
const NOTED: ReadonlySet<string> = new Set([
  'state',
  'nonce',
  'code',
  'code_challenge',
  'code_verifier',
  'client_secret',
  'client_assertion',
  'assertion',
  'refresh_token',
  'device_code',
  'login_hint',
  'logout_hint',
  'id_token_hint',
  '$skiptoken',
]);

/** Of those that may be shown: GUIDs. */
const IDS: ReadonlySet<string> = new Set(['client_id', 'appid']);

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const LONGEST = 500;
/** Every code, token and assertion is longer, and no identifier is. */
const LONGEST_WORD = 120;

/** Stands for a value that is not shown. */
export const HIDDEN = '(hidden)';

/** A text without what may be a code or a token, wherever somebody put it: in an address, in place of a client id. */
export function withoutTokens(text: string): string {
  return text.replace(/[\w.~%+-]+/g, (word) => (word.length > LONGEST_WORD ? HIDDEN : word));
}

/** What may be told of a query or a form: known names, and the values that are no secret. Addresses lose their query. */
export function safeParameters(pairs: URLSearchParams): Record<string, string> {
  const safe: Record<string, string> = {};
  for (const [name, value] of pairs) {
    if (NOTED.has(name)) safe[name] = HIDDEN;
    else if (SHOWN.has(name)) safe[name] = shown(name, value);
  }
  return safe;
}

function shown(name: string, value: string): string {
  // Whoever mixes up two lines of a .env sends the secret as the id.
  if (IDS.has(name)) return GUID.test(value) ? value : HIDDEN;
  return withoutTokens(name.endsWith('_uri') ? withoutQuery(value) : value).slice(0, LONGEST);
}

function withoutQuery(address: string): string {
  return address.replace(/[?#].*$/s, '');
}
