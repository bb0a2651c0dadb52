import { Inject, Injectable } from '@nestjs/common';
import type { Configuration } from '../../config/configuration.js';
import type { Secret } from '../../config/secret.js';
import { CLOCK, type Clock } from '../common/clock.js';
import { CONFIGURATION } from '../common/configuration.js';
import { fieldsForLog } from '../common/logging/fields-for-log.js';
import { Authority } from './authority/authority.js';
import { claimsRequest } from './claims-request.js';
import { ClientCredentials } from './credentials/client-credentials.js';
import { parseErrorAnswer } from './entra-refusal.js';
import { EntraHttp } from './entra-http.js';
import { scopesOfOneApi } from './scopes.js';
import { type TokenSet, tokenAnswerSchema, toTokenSet } from './token-set.js';
import { EntraOutageError, TokenRefusedError } from './entra.errors.js';

/** Asked in every request, besides the scopes of the resource: an ID token and a refresh token. */
export const OPENID_SCOPES = ['openid', 'profile', 'offline_access'] as const;

/**
 * Entra's token endpoint. Nothing is retried here: a code may have been consumed by a try that seemed to fail.
 * @throws TokenRefusedError when Entra refuses, EntraOutageError when it can't or does not answer as it should
 */
@Injectable()
export class TokenClient {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly credentials: ClientCredentials,
    private readonly authority: Authority,
    private readonly http: EntraHttp,
  ) {}

  /**
   * Redeems an authorization code with the PKCE verifier of its authorization request (RFC 7636), for one API: tokens for
   * the others are asked for when they are needed, with the refresh token.
   */
  redeemCode(code: string, codeVerifier: Secret): Promise<TokenSet> {
    return this.#request(scopesOfOneApi(this.configuration.entra.scopes), {
      grant_type: 'authorization_code',
      code,
      code_verifier: codeVerifier.reveal(),
      redirect_uri: this.configuration.entra.redirectUri,
      claims: claimsRequest(),
    });
  }

  /** @param claims a claims challenge to satisfy, as JSON */
  refresh(refreshToken: Secret, scopes: readonly string[], claims?: string): Promise<TokenSet> {
    return this.#request(scopes, {
      grant_type: 'refresh_token',
      refresh_token: refreshToken.reveal(),
      claims: claimsRequest(claims),
    });
  }

  async #request(scopes: readonly string[], grant: Record<string, string>): Promise<TokenSet> {
    const { tokenEndpoint } = await this.authority.metadata();
    const form = new URLSearchParams({
      client_id: this.configuration.entra.clientId,
      scope: [...new Set([...scopes, ...OPENID_SCOPES])].join(' '),
      ...grant,
    });
    const deadline = AbortSignal.timeout(this.configuration.deadlines.tokenMs);
    const credential = await this.credentials.authenticate(form, tokenEndpoint, deadline);
    const { status, body, wasSentTwice } = await this.http.post(tokenEndpoint, form, deadline);
    if (status !== 200) {
      const error = refusalOf(status, body, wasSentTwice);
      if (error.code === 'client_credential_refused') this.credentials.refused(credential, error);
      throw error;
    }
    this.credentials.accepted(credential);
    const answer = tokenAnswerSchema.safeParse(body);
    if (!answer.success) {
      const fields = fieldsForLog(answer.error);
      throw new EntraOutageError('entra_invalid_answer', { log: { endpoint: 'token', fields } });
    }
    return toTokenSet(answer.data, this.clock.now());
  }
}

function refusalOf(status: number, body: unknown, wasSentTwice: boolean): TokenRefusedError | EntraOutageError {
  const refusal = parseErrorAnswer(body);
  if (refusal === undefined) {
    return new EntraOutageError('entra_invalid_answer', { log: { endpoint: 'token', upstreamStatus: status } });
  }
  if (refusal.error === 'temporarily_unavailable' || refusal.error === 'server_error') {
    return new EntraOutageError('entra_unavailable', { entra: refusal.details });
  }
  return new TokenRefusedError(refusal, wasSentTwice);
}
