import { z } from 'zod';
import { Secret } from '../../config/secret.js';
import { normalizeScope, scopesBeside, scopesOfOneApi } from '../entra/scopes.js';
import type { TokenSet } from '../entra/token-set.js';
import { type RefreshFailure, refreshFailureSchema } from './refresh-failure.js';
import type { TokenRequest } from './token-request.js';

/** The one place where tokens leave their type, to be kept. */
const secret = z.codec(z.string(), z.instanceof(Secret), {
  decode: (value) => new Secret(value),
  encode: (value) => value.reveal(),
});

/** Beyond so many failures the oldest gives way: one for each set of scopes that the service asks for is plenty. */
const MAX_FAILURES = 10;

/**
 * The tokens of one owner, as the store's schema. During a deployment records are read by the version before and by the
 * one after: a new field has a default, so that a record without it is read, and must be one that the version before may
 * drop. Anything else is a new form, under a key of another name.
 */
export const tokenRecordSchema = z.object({
  accessTokens: z.array(
    z.object({
      scopes: z.array(z.string()),
      token: secret,
      expiresAtMs: z.number(),
      /** When a refresh brought it; unset when it came with the sign-in. */
      refreshedAtMs: z.number().optional(),
    }),
  ),
  refreshToken: secret.nullable(),
  /** Entra's optional `login_hint` claim: signs out without the account picker. */
  loginHint: z.string().nullable(),
  /** How refreshing failed with this refresh token, one for each piece of work. What can't be read is forgotten. */
  failures: z.array(refreshFailureSchema).default([]).catch([]),
});

export type TokenRecord = z.output<typeof tokenRecordSchema>;
type AccessToken = TokenRecord['accessTokens'][number];

/** Plain data for the store, which seals it. */
export function encodeTokenRecord(record: TokenRecord): z.input<typeof tokenRecordSchema> {
  return z.encode(tokenRecordSchema, record);
}

/** The record of a sign-in. */
export function newTokenRecord(
  tokenSet: TokenSet,
  requested: readonly string[],
  loginHint: string | null,
): TokenRecord {
  return withTokenSet({ accessTokens: [], refreshToken: null, loginHint, failures: [] }, tokenSet, requested);
}

/**
 * The record with a new token set in it: the newest refresh token counts, and tokens that it replaces are dropped, as is
 * what failed before.
 */
export function withTokenSet(
  record: TokenRecord,
  tokenSet: TokenSet,
  requested: readonly string[],
  refreshedAtMs?: number,
): TokenRecord {
  // What was asked counts as granted too, or a shorter answer would be refreshed at every request.
  const granted = [...scopesBeside(requested, tokenSet.scopes), ...scopesOfOneApi(requested)];
  const scopes = [...new Set(granted.map(normalizeScope))];
  const { accessToken: token, expiresAtMs } = tokenSet;
  const others = record.accessTokens.filter((entry) => !covers(scopes, entry.scopes));
  return {
    // The newest first: an older one of more scopes, stale by now, must not be found before it.
    accessTokens: [{ scopes, token, expiresAtMs, refreshedAtMs }, ...others],
    refreshToken: tokenSet.refreshToken ?? record.refreshToken,
    loginHint: record.loginHint,
    failures: [],
  };
}

/** The record with that failure in it, in place of an earlier one of the same work. */
export function withFailure(record: TokenRecord, failure: RefreshFailure, nowMs: number): TokenRecord {
  const others = record.failures.filter(({ work, endsAtMs }) => work !== failure.work && endsAtMs > nowMs);
  return { ...record, failures: [failure, ...others].slice(0, MAX_FAILURES) };
}

/** How that work failed, if it did and that is still worth knowing. */
export function failureOf(record: TokenRecord, work: string, nowMs: number): RefreshFailure | undefined {
  return record.failures.find((failure) => failure.work === work && failure.endsAtMs > nowMs);
}

/** A token is refreshed when it has less than this to live. */
const REFRESH_AHEAD_MS = 5 * 60_000;
/** So much of that is left out, by chance: sessions that began together are not refreshed together. */
const JITTER = 0.15;

/** A token that is refused so shortly after a refresh, and not for its claims, is not mended by another refresh. */
const REFRESHED_JUST_NOW_MS = 5 * 60_000;

/** The token that answers the request and is not over yet; `isFresh` when it needs no refresh either. */
export function usableToken(
  record: TokenRecord,
  { scopes, rejected, claims }: Omit<TokenRequest, 'owner'>,
  nowMs: number,
): { token: Secret; isFresh: boolean } | undefined {
  const wanted = scopes.map(normalizeScope);
  const entry = record.accessTokens.find((each) => covers(each.scopes, wanted));
  if (entry === undefined || entry.expiresAtMs <= nowMs) return undefined;
  const isRejected = entry.token.reveal() === rejected?.reveal();
  const mayHelp = claims !== undefined || nowMs - (entry.refreshedAtMs ?? -Infinity) >= REFRESHED_JUST_NOW_MS;
  if (isRejected && mayHelp) return undefined;
  return { token: entry.token, isFresh: entry.expiresAtMs - aheadMs(entry) > nowMs };
}

/** The same for every request and every instance: the milliseconds of its end are as good as chance. */
function aheadMs({ expiresAtMs }: AccessToken): number {
  return REFRESH_AHEAD_MS * (1 - (JITTER * (expiresAtMs % 1000)) / 1000);
}

function covers(granted: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((scope) => granted.includes(scope));
}
