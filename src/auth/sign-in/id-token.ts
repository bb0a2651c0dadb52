import { z } from 'zod';
import { AppError } from '../../common/app-error.js';
import { fieldsForLog } from '../../common/logging/fields-for-log.js';
import { shownText } from '../../common/shown-text.js';
import type { SignedInUser } from '../../session/session.js';
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

const MAX_ID = 64;
const MAX_ROLES = 500;
const MAX_ROLE = 256;
/** It goes into the address of the sign-out; a part of it would mean nothing. */
const MAX_LOGIN_HINT = 1024;
/** As much as a front-channel logout may name. */
const MAX_SID = 512;

const name = z
  .string()
  .nullish()
  .transform((value) => (value == null ? null : shownText(value)));
const optional = (maxLength: number) =>
  z
    .string()
    .nullish()
    .transform((value) => (value == null || value.length > maxLength ? null : value));

const claimsSchema = z.object({
  iss: z.string(),
  aud: z.string(),
  sub: z.string().min(1),
  tid: z.string(),
  oid: z.string().min(1).max(MAX_ID),
  name,
  preferred_username: name,
  roles: z.array(z.string().max(MAX_ROLE)).max(MAX_ROLES).default([]),
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
  const parsed = claimsSchema.safeParse(verifiedClaims);
  if (!parsed.success) {
    throw new IdTokenRejectedError(`claims: ${fieldsForLog(parsed.error).join(', ')}`);
  }
  const { iss, aud, tid, oid, name, preferred_username, roles, login_hint, sid } = parsed.data;
  if (aud !== clientId) throw new IdTokenRejectedError('issued for another client');
  if (!allowedTenants.includes(tid)) throw new AppError(signInErrors.tenant_not_allowed);
  if (!iss.includes(`/${tid}/`)) throw new IdTokenRejectedError('iss and tid name different tenants');
  return {
    user: { id: oid, tenantId: tid, name, username: preferred_username, roles },
    tokenSet,
    loginHint: login_hint,
    sid,
  };
}

function parseSegment(segment: string): unknown {
  try {
    return JSON.parse(Buffer.from(segment, 'base64url').toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
