import { createHash } from 'node:crypto';
import type { EmulatorState } from '../state.js';
import { CODE_VERIFIER, type CodeChallenge } from './authorization-request.js';
import { malformedRequest } from './shared-errors.js';
import { REFRESH_TOKEN_LIFETIME_MS, type SignIn } from './grants.js';
import type { Parameters } from './parameters.js';
import type { Tenant } from './tenants.js';
import {
  codeAlreadyRedeemed,
  codeExpired,
  codeOfAnotherTenant,
  grantRevoked,
  refreshTokenInactive,
  replyAddressMismatch,
  verifierMismatch,
} from './token-errors.js';
import { required } from './token-request.js';

/**
 * Takes a code, once.
 *
 * @throws EntraError 900144, 9002313, 700005, 54005, 70008, 500112, 501481
 */
export function redeemCode(state: EmulatorState, tenant: Tenant, parameters: Parameters): SignIn {
  const value = required(parameters, 'code');
  const redirectUri = required(parameters, 'redirect_uri');
  const code = state.grants.codes.get(value);
  if (!code) throw malformedRequest('invalid_grant');
  if (!tenant.admits(code.signIn.person)) throw codeOfAnotherTenant();
  if (code.redeemed) throw codeAlreadyRedeemed();
  if (code.expiresAtMs <= state.now()) throw codeExpired();
  if (code.redirectUri !== redirectUri) throw replyAddressMismatch(redirectUri, code.redirectUri);
  if (!verifies(parameters.get('code_verifier'), code.challenge)) throw verifierMismatch();
  code.redeemed = true;
  return code.signIn;
}

/**
 * Takes a refresh token. As at Entra it stays good, unless rotation is strict: then a second use ends every refresh
 * token of the sign-in.
 *
 * @throws EntraError 900144, 9002313, 700005, 50173, 700082
 */
export function useRefreshToken(state: EmulatorState, tenant: Tenant, parameters: Parameters): SignIn {
  const token = state.grants.refreshTokens.get(required(parameters, 'refresh_token'));
  if (!token) throw malformedRequest('invalid_grant');
  const { signIn } = token;
  if (!tenant.admits(signIn.person)) throw codeOfAnotherTenant();
  if (state.strictRefreshRotation && token.used) {
    state.grants.revokeRefreshTokens((other) => other.id === signIn.id);
  }
  if (token.revokedAtMs !== undefined) throw grantRevoked(token.issuedAtMs, token.revokedAtMs);
  if (token.issuedAtMs + REFRESH_TOKEN_LIFETIME_MS <= state.now()) throw refreshTokenInactive(token.issuedAtMs);
  token.used = true;
  return signIn;
}

/** A verifier without a challenge is refused too: it would hide that somebody took the challenge away. */
function verifies(verifier: string | undefined, challenge: CodeChallenge | undefined): boolean {
  if (verifier === undefined || challenge === undefined) return verifier === undefined && challenge === undefined;
  if (!CODE_VERIFIER.test(verifier)) return false;
  const derived = challenge.method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier;
  return derived === challenge.value;
}
