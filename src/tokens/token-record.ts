import { z } from 'zod';
import { Secret } from '../../config/secret.js';
import type { TokenSet } from './token-set.js';

const secret = z.string().transform((value) => new Secret(value));

/** The tokens of a session, as the store's schema; `encodeTokenRecord` is its reverse. */
export const tokenRecordSchema = z.object({
  accessTokens: z.array(z.object({ scopes: z.array(z.string()), token: secret, expiresAtMs: z.number() })),
  refreshToken: secret.nullable(),
  /** Entra's optional `login_hint` claim: signs out without the account picker. */
  loginHint: z.string().nullable(),
});

export type TokenRecord = z.output<typeof tokenRecordSchema>;
type AccessToken = TokenRecord['accessTokens'][number];

/** Plain data for the store, which seals it: the one place where tokens leave their type to be kept. */
export function encodeTokenRecord(record: TokenRecord): z.input<typeof tokenRecordSchema> {
  return {
    accessTokens: record.accessTokens.map((entry) => ({ ...entry, token: entry.token.reveal() })),
    refreshToken: record.refreshToken?.reveal() ?? null,
    loginHint: record.loginHint,
  };
}

/** The record with a new token set in it: the newest refresh token counts, and tokens that it replaces are dropped. */
export function withTokenSet(
  record: TokenRecord,
  tokenSet: TokenSet,
  requested: readonly string[],
): TokenRecord {
  // What was asked counts as granted too, or a shorter answer would be refreshed at every request.
  const wanted = requested.map(normalizeScope);
  const api = apiOf(wanted[0] ?? '');
  const granted = tokenSet.scopes.map(normalizeScope).filter((scope) => apiOf(scope) === api);
  const scopes = [...new Set([...granted, ...wanted])];
  const others = record.accessTokens.filter((entry) => !covers(scopes, entry.scopes));
  return {
    // The newest first: an older one of more scopes, stale by now, must not be found before it.
    accessTokens: [{ scopes, token: tokenSet.accessToken, expiresAtMs: tokenSet.expiresAtMs }, ...others],
    refreshToken: tokenSet.refreshToken ?? record.refreshToken,
    loginHint: record.loginHint,
  };
}

/** The access token that covers all these scopes, fresh or not. */
export function findAccessToken(record: TokenRecord, scopes: readonly string[]): AccessToken | undefined {
  const wanted = scopes.map(normalizeScope);
  return record.accessTokens.find((entry) => covers(entry.scopes, wanted));
}

function covers(granted: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((scope) => granted.includes(scope));
}

const GRAPH_PREFIX =
  /^https:\/\/(?:(?:dod-)?graph\.microsoft\.(?:com|us|de)|microsoftgraph\.chinacloudapi\.cn)\//;

/** One notation for Graph's scopes, which Entra writes in full and people write short. Case does not count. */
function normalizeScope(scope: string): string {
  return scope.toLowerCase().replace(GRAPH_PREFIX, '');
}

/** The API that a normalized scope is of: what stands before its name, and nothing for Graph. */
function apiOf(scope: string): string {
  return scope.slice(0, Math.max(0, scope.lastIndexOf('/')));
}
