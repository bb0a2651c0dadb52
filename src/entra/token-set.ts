import { z } from 'zod';
import { Secret } from '../../config/secret.js';

/** What the token endpoint gave. */
export interface TokenSet {
  accessToken: Secret;
  /** As granted; for Graph in full or short notation. */
  scopes: readonly string[];
  expiresAtMs: number;
  refreshToken: Secret | undefined;
  /** Not verified yet. */
  idToken: Secret | undefined;
}

/** Far beyond any lifetime that Entra gives; what is longer is no answer of Entra's. */
const MAX_LIFETIME_SECONDS = 365 * 24 * 3600;

const lifetime = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .pipe(z.number().positive().max(MAX_LIFETIME_SECONDS));

/** Access tokens with many groups have some ten thousand characters, and APIs take no larger headers. */
const token = z
  .string()
  .min(1)
  .max(65_536)
  .transform((value) => new Secret(value));

/** The token endpoint's success answer (RFC 6749, 5.1). Numbers are integers in v2.0; strings are tolerated. */
export const tokenAnswerSchema = z.object({
  token_type: z.string().regex(/^bearer$/i),
  access_token: token,
  expires_in: lifetime,
  scope: z.string().max(16_384).default(''),
  refresh_token: token.optional(),
  id_token: token.optional(),
});

/** The token set from a checked answer that arrived at `nowMs`. */
export function toTokenSet(answer: z.output<typeof tokenAnswerSchema>, nowMs: number): TokenSet {
  return {
    accessToken: answer.access_token,
    scopes: answer.scope.split(' ').filter((scope) => scope !== ''),
    expiresAtMs: nowMs + answer.expires_in * 1000,
    refreshToken: answer.refresh_token,
    idToken: answer.id_token,
  };
}
