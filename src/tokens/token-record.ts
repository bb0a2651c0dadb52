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
  const scopes = [...new Set([...tokenSet.scopes, ...requested].map(normalizeScope))];
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

const GRAPH_PREFIX = /^https:\/\/(?:[\w-]+\.)*(?:graph\.microsoft\.\w+|microsoftgraph\.chinacloudapi\.cn)\//;

/** One notation for Graph's scopes, which Entra writes in full and people write short. Case does not count. */
function normalizeScope(scope: string): string {
  return scope.toLowerCase().replace(GRAPH_PREFIX, '');
}
