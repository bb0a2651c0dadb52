import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { Configuration } from '../../config/configuration.js';
import { Secret } from '../../config/secret.js';
import { CLOCK, type Clock } from '../common/clock.js';
import { CONFIGURATION } from '../common/configuration.module.js';
import type { SignInChallenge } from '../common/http/sign-in-challenge-cookie.js';
import { claimsRequest } from '../tokens/claims-request.js';
import { OPENID_SCOPES } from '../tokens/token-client.js';
import { EntraStrategy } from './entra.strategy.js';
import type { SignIn } from './id-token.js';
import type { PendingSignIn } from './pending-sign-ins.js';
import type { SignInRequest } from './sign-in-query.js';
import { stateTime } from './state-time.js';

const VERIFIER_BYTES = 32;

/** A sign-in with Entra in its two steps: code flow with PKCE (S256), state and nonce. */
@Injectable()
export class EntraSignInService {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly strategy: EntraStrategy,
  ) {}

  /**
   * @param challenge what Entra or Graph asked to see in this request
   * @returns where to send the browser, and what the callback will have to match
   * @throws EntraOutageError when Entra's documents were never loaded and can't be
   */
  async begin(
    request: Request,
    signIn: SignInRequest,
    challenge?: SignInChallenge,
  ): Promise<{ location: string; pending: PendingSignIn }> {
    const codeVerifier = new Secret(randomBytes(VERIFIER_BYTES).toString('base64url'));
    const pending: PendingSignIn = { state: '', nonce: '', codeVerifier, returnTo: signIn.returnTo };
    const location = await this.strategy.run<string>(request, {}, pending, {
      prompt: signIn.prompt,
      login_hint: signIn.loginHint,
      domain_hint: signIn.domainHint,
      customState: stateTime(this.clock.now()),
      extraAuthReqQueryParams: {
        code_challenge: createHash('sha256').update(codeVerifier.reveal()).digest('base64url'),
        code_challenge_method: 'S256',
        claims: claimsRequest(challenge?.claims),
        scope: [
          ...new Set([...OPENID_SCOPES, ...this.configuration.entra.scopes, ...(challenge?.scopes ?? [])]),
        ].join(' '),
      },
    });
    return { location, pending };
  }

  /**
   * Redeems the code and validates the ID token.
   * @throws TokenRefusedError, EntraOutageError, IdTokenRejectedError, or AppError `tenant_not_allowed`
   */
  complete(request: Request, code: string, pending: PendingSignIn): Promise<SignIn> {
    const query = { code, state: pending.state };
    const options = { extraTokenReqQueryParams: { code_verifier: pending.codeVerifier } };
    return this.strategy.run<SignIn>(request, query, pending, options);
  }
}
