import type { EmulatorState } from '../../state.js';
import { requireItsClient } from '../client-of-sign-in.js';
import { delegatedAnswer } from '../delegated-answer.js';
import { REFRESH_TOKEN_LIFETIME_MS, type SignIn } from '../issued-grants.js';
import { malformedRequest } from '../shared-errors.js';
import { codeOfAnotherTenant, grantRevoked, refreshTokenInactive } from '../token-errors.js';
import { askedIn, required, type TokenRequest } from '../token-request.js';
import type { Grant } from './grant.js';

/** The refresh token grant, RFC 6749 section 6. A token is bound to its person and client, not to an API. */
export const refreshToken: Grant = {
  type: 'refresh_token',
  async answer(state, request) {
    const asked = askedIn(state, request);
    return delegatedAnswer(state, request, use(state, request), asked);
  },
};

/**
 * Takes a refresh token. As at Entra it stays good, unless rotation is strict: then a second use ends every refresh
 * token of the sign-in.
 *
 * @throws EntraError 900144, 9002313, 700005, 50173, 700082, and what its client may not do
 */
function use(state: EmulatorState, request: TokenRequest): SignIn {
  const token = state.grants.refreshTokens.get(required(request.parameters, 'refresh_token'));
  if (!token) throw malformedRequest('invalid_grant');
  const { signIn } = token;
  requireItsClient(signIn, request);
  if (!request.tenant.admits(signIn.person)) throw codeOfAnotherTenant();
  if (state.strictRefreshRotation && token.used) {
    state.grants.revokeRefreshTokens((other) => other.id === signIn.id);
  }
  if (token.revokedAtMs !== undefined) throw grantRevoked(token.issuedAtMs, token.revokedAtMs);
  if (token.issuedAtMs + REFRESH_TOKEN_LIFETIME_MS <= state.now()) throw refreshTokenInactive(token.issuedAtMs);
  token.used = true;
  return signIn;
}
