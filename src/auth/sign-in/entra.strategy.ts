import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request, Response } from 'express';
import { Passport } from 'passport';
import azureAd, {
  type ClaimsCallback,
  type Next,
  type OauthConfig,
  type OidcParams,
  type ValidationOptions,
} from 'passport-azure-ad';
import type { Configuration } from '../../../config/configuration.js';
import type { Secret } from '../../../config/secret.js';
import { CONFIGURATION } from '../../common/configuration.js';
import { Authority } from '../../entra/authority/authority.js';
import { TokenClient } from '../../entra/token-client.js';
import type { TokenSet } from '../../entra/token-set.js';
import { EntraOutageError } from '../../entra/entra.errors.js';
import { IdTokenRejectedError } from './sign-in.errors.js';
import { assertIssuedBy, readIdToken, rejection, type SignIn, toSignIn } from './id-token.js';

const NAME = 'entra';
/** The form of `validate` that is handed the tokens: passport-azure-ad goes by the number of parameters. */
const VALIDATE_ARITY = 9;
const SIGNING_ALGORITHMS = ['RS256'];

/** What passport-azure-ad sees of a request: the parameters that we passed on, and the sign-in that it belongs to. */
interface StrategyRequest extends Request {
  signIn: SignInState;
}

interface SignInState {
  state: string;
  nonce: string;
}

/**
 * The OpenID Connect strategy: passport-azure-ad, held by its protected methods. Discovery and keys, code redemption and
 * pending sign-ins are ours, so that each has a deadline, a classified error and PKCE; the package writes the
 * authorization request and validates the ID token. This is the only file that imports it.
 *
 * Passport calls a strategy through `Object.create(strategy)`: what a method below assigns to `this` belongs to one
 * request, and #private fields can't be reached.
 */
@Injectable()
export class EntraStrategy extends PassportStrategy(azureAd.OIDCStrategy, NAME, VALIDATE_ARITY) {
  /** Not the process-wide singleton of the passport package: two apps in one process would share it. */
  declare private passport: InstanceType<typeof Passport>;

  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly authority: Authority,
    private readonly tokenClient: TokenClient,
  ) {
    const { clientId, redirectUri } = configuration.entra;
    super({
      // A placeholder that says v2.0: what it names is never loaded (see setOptions).
      identityMetadata: 'https://login.microsoftonline.com/placeholder/v2.0/.well-known/openid-configuration',
      clientID: clientId,
      // Another placeholder: the token client has the credential.
      clientSecret: 'unused',
      redirectUrl: redirectUri,
      allowHttpForRedirectUrl: true,
      responseType: 'code',
      responseMode: 'query',
      passReqToCallback: true,
      // It logs on its own, to stdout.
      loggingLevel: 'fatal',
      loggingNoPII: true,
    });
    this._sessionContentHandler = {
      // Its own state and nonce are replaced (see _flowInitializationHandler).
      add: () => undefined,
      findAndDeleteTupleByState: (request) => (request as StrategyRequest).signIn,
    };
  }

  /** Called by the constructor of the mixin, before any field is set. */
  getPassportInstance(): InstanceType<typeof Passport> {
    return (this.passport ??= new Passport());
  }

  /**
   * Runs the strategy on what it may see of a request: `query` alone, whatever else came with it.
   * @param signIn the sign-in that it belongs to
   * @param options of passport-azure-ad's `authenticate`
   * @returns the address to go to when a sign-in begins, or what `validate` gave when one is completed
   */
  run<Result>(request: Request, query: Record<string, string>, signIn: SignInState, options: object): Promise<Result> {
    const strategyRequest = Object.create(request, {
      // A state that is longer than its own would have to be of its form. Which sign-in it is, is known already.
      query: { value: 'code' in query ? { ...query, state: 'known' } : query },
      body: { value: {} },
      signIn: { value: signIn },
    }) as StrategyRequest;
    return new Promise((resolve, reject) => {
      const settle = (error: Error | null, result: unknown) =>
        error === null ? resolve(result as Result) : reject(error);
      const authenticate = this.passport.authenticate(NAME, { ...options, session: false }, settle) as (
        request: Request,
        response: Response | undefined,
        next: Next,
      ) => void;
      authenticate(strategyRequest, request.res, reject);
    });
  }

  /** In place of its metadata, which it keeps in a process-wide cache without a timeout. */
  protected override setOptions(
    params: OidcParams,
    oauthConfig: OauthConfig,
    optionsToValidate: ValidationOptions,
    done: Next,
  ): void {
    this.authority
      .metadata()
      .then(({ authorizationEndpoint, tokenEndpoint, issuers }) => {
        params.metadata.oidc = { algorithms: SIGNING_ALGORITHMS, keys: [] };
        Object.assign(oauthConfig, {
          clientID: this._options.clientID,
          redirectUrl: this._options.redirectUrl,
          responseType: this._options.responseType,
          responseMode: this._options.responseMode,
          scope: params.extraAuthReqQueryParams?.['scope'],
          authorization_endpoint: authorizationEndpoint,
          token_endpoint: tokenEndpoint,
          extraAuthReqQueryParams: params.extraAuthReqQueryParams,
          codeVerifier: params.extraTokenReqQueryParams?.['code_verifier'],
        });
        Object.assign(optionsToValidate, {
          algorithms: SIGNING_ALGORITHMS,
          validateIssuer: true,
          issuer: issuers,
          audience: this._options.audience,
          allowMultiAudiencesInToken: false,
          nonce: params.nonce,
          clockSkew: this._options.clockSkew,
        });
        done();
      })
      .catch((error: unknown) => this.error(error));
  }

  /** Hands the address of the authorization request back, with our state and nonce, instead of answering. */
  protected override _flowInitializationHandler(oauthConfig: OauthConfig, request: Request, next: Next): void {
    const { state, nonce } = (request as StrategyRequest).signIn;
    this.redirect = (location) => {
      const url = new URL(location);
      url.searchParams.set('state', state);
      url.searchParams.set('nonce', nonce);
      this.success(url.href);
    };
    super._flowInitializationHandler(oauthConfig, request, next);
  }

  /** In place of its own token request, which has no timeout, no PKCE and hides Entra's errors. */
  protected override _getAccessTokenBySecretOrAssertion(
    code: string,
    oauthConfig: OauthConfig,
    _next: Next,
    callback: (error: unknown, items?: Record<string, unknown>) => void,
  ): void {
    this.tokenClient
      .redeemCode(code, oauthConfig['codeVerifier'] as Secret)
      .then((tokenSet) => {
        const idToken = tokenSet.idToken?.reveal();
        if (idToken === undefined) throw new EntraOutageError('entra_invalid_answer', { log: { missing: 'id_token' } });
        readIdToken(idToken);
        callback(null, {
          token_type: 'Bearer',
          access_token: tokenSet.accessToken.reveal(),
          id_token: idToken,
          tokenSet,
        });
      })
      .catch((error: unknown) => this.error(error));
  }

  /** Around its validation: the key by `kid` with a refetch after a rollover, the key's own issuer, and no throw. */
  protected override _validateResponse(
    params: OidcParams,
    optionsToValidate: ValidationOptions,
    request: Request,
    _next: Next,
    callback: ClaimsCallback,
  ): void {
    const idToken = String(params.id_token);
    const { allowedTenants } = this.configuration.entra;
    const reject = (error: unknown) => this.error(rejection(idToken, allowedTenants, error));
    const validate = async () => {
      const { kid } = readIdToken(idToken);
      const key = await this.authority.signingKey(kid);
      if (key === undefined) throw new IdTokenRejectedError('signed with an unknown key');
      params.metadata.oidc['keys'] = [key];
      super._validateResponse(params, optionsToValidate, request, reject, (claimsText, claims) => {
        // Called from the next tick: a throw would leave the process.
        try {
          assertIssuedBy(key, claims);
          callback(claimsText, claims);
        } catch (error) {
          this.error(error);
        }
      });
    };
    validate().catch((error: unknown) => this.error(error));
  }

  /** What is left of its failures are refusals, as strings. */
  protected override failWithLog(message: string): void {
    this.error(new IdTokenRejectedError(message));
  }

  validate(
    _request: Request,
    _issuer: string,
    _subject: string,
    _profile: unknown,
    claims: Record<string, unknown>,
    _accessToken: string,
    _refreshToken: string | undefined,
    answer: { tokenSet: TokenSet },
  ): SignIn {
    const { clientId, allowedTenants } = this.configuration.entra;
    return toSignIn(claims, answer.tokenSet, clientId, allowedTenants);
  }
}
