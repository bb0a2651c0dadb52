import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { Configuration } from '../../../config/configuration.js';
import { CONFIGURATION } from '../../common/configuration.js';
import type { SignInChallenge } from '../../common/sign-in-challenge.js';
import { claimsRequest } from '../../entra/claims-request.js';
import { scopesToAsk } from '../../entra/scopes.js';
import { OPENID_SCOPES } from '../../entra/token-client.js';
import { EntraStrategy } from './entra.strategy.js';
import type { SignIn } from './id-token.js';
import type { PendingSignIn } from './pending-sign-ins.js';
import type { SignInRequest } from './sign-in-query.js';

/** A sign-in with Entra in its two steps: code flow with PKCE (S256), state and nonce. */
@Injectable()
export class EntraSignInService {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly strategy: EntraStrategy,
  ) {}

  /**
   * @param challenge what Entra or Graph asked to see in this request
   * @returns where to send the browser
   * @throws EntraOutageError when Entra's documents were never loaded and can't be
   */
  begin(request: Request, signIn: SignInRequest, pending: PendingSignIn, challenge?: SignInChallenge): Promise<string> {
    return this.strategy.run<string>(request, {}, pending, {
      prompt: signIn.prompt,
      // A challenge is for whom Entra knows already, and long enough by itself.
      ...(challenge?.claims === undefined && {
        login_hint: signIn.loginHint,
        domain_hint: signIn.domainHint,
      }),
      extraAuthReqQueryParams: {
        code_challenge: createHash('sha256').update(pending.codeVerifier.reveal()).digest('base64url'),
        code_challenge_method: 'S256',
        claims: claimsRequest(challenge?.claims),
        scope: [
          ...new Set([...OPENID_SCOPES, ...scopesToAsk(this.configuration.entra.scopes, challenge?.scopes)]),
        ].join(' '),
      },
    });
  }

  /**
   * Redeems the code and validates the ID token.
   * @throws TokenRefusedError, EntraOutageError, IdTokenRejectedError, or AppError `tenant_not_allowed`
   */
  complete(request: Request, code: string, pending: PendingSignIn): Promise<SignIn> {
    const options = { extraTokenReqQueryParams: { code_verifier: pending.codeVerifier } };
    return this.strategy.run<SignIn>(request, { code }, pending, options);
  }
}
