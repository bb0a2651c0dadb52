import { createHash } from 'node:crypto';
import type { EmulatorState } from '../../state.js';
import { CODE_VERIFIER, type CodeChallenge } from '../authorization-request.js';
import { requireItsClient } from '../client-of-sign-in.js';
import { delegatedAnswer } from '../delegated-answer.js';
import type { SignIn } from '../issued-grants.js';
import { malformedRequest } from '../shared-errors.js';
import {
  codeAlreadyRedeemed,
  codeExpired,
  codeOfAnotherTenant,
  replyAddressMismatch,
  verifierMismatch,
} from '../token-errors.js';
import { askedIn, required, type TokenRequest } from '../token-request.js';
import type { Grant } from './grant.js';

/** The authorization code grant, RFC 6749 section 4.1 with RFC 7636. */
export const authorizationCode: Grant = {
  type: 'authorization_code',
  async answer(state, request) {
    const asked = askedIn(state, request);
    return delegatedAnswer(state, request, redeem(state, request), asked);
  },
};

/**
 * Takes a code, once.
 *
 * @throws EntraError 900144, 9002313, 700005, 54005, 70008, 500112, 501481, and what its client may not do
 */
function redeem(state: EmulatorState, request: TokenRequest): SignIn {
  const { parameters, tenant } = request;
  const value = required(parameters, 'code');
  const redirectUri = required(parameters, 'redirect_uri');
  const code = state.grants.codes.get(value);
  if (!code) throw malformedRequest('invalid_grant');
  requireItsClient(code.signIn, request);
  if (!tenant.admits(code.signIn.person)) throw codeOfAnotherTenant();
  if (code.redeemed) throw codeAlreadyRedeemed();
  if (code.expiresAtMs <= state.now()) throw codeExpired();
  if (code.redirectUri !== redirectUri) throw replyAddressMismatch(redirectUri, code.redirectUri);
  if (!verifies(parameters.get('code_verifier'), code.challenge)) throw verifierMismatch();
  code.redeemed = true;
  return code.signIn;
}

/** A verifier without a challenge is refused too: it would hide that somebody took the challenge away. */
function verifies(verifier: string | undefined, challenge: CodeChallenge | undefined): boolean {
  if (verifier === undefined || challenge === undefined) return verifier === undefined && challenge === undefined;
  if (!CODE_VERIFIER.test(verifier)) return false;
  const derived = challenge.method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier;
  return derived === challenge.value;
}
