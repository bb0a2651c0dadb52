import { z } from 'zod';
import { AppError } from '../../common/app-error.js';
import { fieldsForLog } from '../../common/logging/fields-for-log.js';
import { type SignedInUser, userClaimsSchema } from '../../session/signed-in-user.js';
import type { SigningKey } from '../../entra/authority/authority.schema.js';
import type { TokenSet } from '../../entra/token-set.js';
import { IdTokenRejectedError, signInErrors } from './sign-in.errors.js';

/** What a sign-in gives. */
export interface SignIn {
  user: SignedInUser;
  tokenSet: TokenSet;
  /** Entra's optional `login_hint` claim, for signing out without the account picker. */
  loginHint: string | null;
  /** Entra's optional `sid` claim, for front-channel logout. */
  sid: string | null;
}

const headerSchema = z.object({ kid: z.string().min(1) });
const jsonObject = z.record(z.string(), z.unknown());

/**
 * The key id and the claims of a compact JWS, before anything is verified.
 * @throws IdTokenRejectedError when it is none, or its parts are not JSON objects
 */
export function readIdToken(token: string): { kid: string; claims: Record<string, unknown> } {
  const [header = '', payload = '', signature, ...rest] = token.split('.');
  if (signature === undefined || rest.length > 0) throw new IdTokenRejectedError('not a compact JWS');
  const parsedHeader = headerSchema.safeParse(parseSegment(header));
  if (!parsedHeader.success) throw new IdTokenRejectedError('no kid in the header');
  const claims = jsonObject.safeParse(parseSegment(payload));
  if (!claims.success) throw new IdTokenRejectedError('the payload is no JSON object');
  return { kid: parsedHeader.data.kid, claims: claims.data };
}

/** Why a token that did not verify is refused; a person of a tenant that is not ours is told so. */
export function rejection(token: string, allowedTenants: readonly string[], reason: unknown): AppError {
  const tenant = readIdToken(token).claims['tid'];
  if (typeof tenant === 'string' && !allowedTenants.includes(tenant))
    return new AppError(signInErrors.tenant_not_allowed);
  return new IdTokenRejectedError(reason instanceof Error ? reason.message : 'refused');
}

/**
 * A key is only good for the tokens of its own issuer: that keeps a token that Microsoft signed for consumers from
 * passing as one of an organisation.
 */
export function assertIssuedBy(key: SigningKey, { iss, tid }: Record<string, unknown>): void {
  if (key.issuer === undefined || key.issuer.replace('{tenantid}', String(tid)) === iss) return;
  throw new IdTokenRejectedError('signed with a key of another issuer');
}

/** It goes into the address of the sign-out; a part of it would mean nothing. */
const MAX_LOGIN_HINT = 1024;
/** As much as a front-channel logout may name. */
const MAX_SID = 512;

const optional = (maxLength: number) =>
  z
    .string()
    .nullish()
    .transform((value) => (value == null || value.length > maxLength ? null : value));

/** What is not about the person (see `userClaimsSchema`). */
const claimsSchema = z.object({
  iss: z.string(),
  aud: z.string(),
  sub: z.string().min(1),
  login_hint: optional(MAX_LOGIN_HINT),
  sid: optional(MAX_SID),
});

/**
 * Who signed in, from claims whose signature, issuer, times and nonce have been verified.
 * @throws AppError `tenant_not_allowed`, IdTokenRejectedError when claims are missing or contradict each other
 */
export function toSignIn(
  verifiedClaims: Record<string, unknown>,
  tokenSet: TokenSet,
  clientId: string,
  allowedTenants: readonly string[],
): SignIn {
  const { data: claims, error } = claimsSchema.safeParse(verifiedClaims);
  const { data: user, error: userError } = userClaimsSchema.safeParse(verifiedClaims);
  if (claims === undefined || user === undefined) {
    const fields = [error, userError].flatMap((each) => (each === undefined ? [] : fieldsForLog(each)));
    throw new IdTokenRejectedError(`claims: ${fields.join(', ')}`);
  }
  if (claims.aud !== clientId) throw new IdTokenRejectedError('issued for another client');
  if (!allowedTenants.includes(user.tenantId)) throw new AppError(signInErrors.tenant_not_allowed);
  if (!claims.iss.includes(`/${user.tenantId}/`)) throw new IdTokenRejectedError('iss and tid name different tenants');
  return { user, tokenSet, loginHint: claims.login_hint, sid: claims.sid };
}

function parseSegment(segment: string): unknown {
  try {
    return JSON.parse(Buffer.from(segment, 'base64url').toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
