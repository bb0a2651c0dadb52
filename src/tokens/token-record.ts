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

/** What somebody wants of a session's tokens. */
export interface TokenRequest {
  /** Of one API. */
  scopes: readonly string[];
  /** A token that the API refused: it is no answer. */
  rejected?: Secret;
  /** A claims challenge to satisfy, as JSON. */
  claims?: string;
}

/** A token is refreshed when it has less than this to live. */
const REFRESH_AHEAD_MS = 5 * 60_000;
/** So much of that is left out, by chance: sessions that began together are not refreshed together. */
const JITTER = 0.15;

/** The token that answers the request and is not over yet; `isFresh` when it needs no refresh either. */
export function usableToken(
  record: TokenRecord,
  { scopes, rejected }: TokenRequest,
  nowMs: number,
): { token: Secret; isFresh: boolean } | undefined {
  const wanted = scopes.map(normalizeScope);
  const entry = record.accessTokens.find((each) => covers(each.scopes, wanted));
  if (entry === undefined || entry.expiresAtMs <= nowMs) return undefined;
  if (entry.token.reveal() === rejected?.reveal()) return undefined;
  return { token: entry.token, isFresh: entry.expiresAtMs - aheadMs(entry) > nowMs };
}

/** The same for every request and every instance: the milliseconds of its end are as good as chance. */
function aheadMs({ expiresAtMs }: AccessToken): number {
  return REFRESH_AHEAD_MS * (1 - (JITTER * (expiresAtMs % 1000)) / 1000);
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
