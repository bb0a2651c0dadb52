/** What we use of passport-azure-ad 4.3.5, its protected methods included: the published types leave these out. */
declare module 'passport-azure-ad' {
  import type { Request } from 'express';

  export type Next = (error?: unknown) => void;

  export interface OidcOptions {
    identityMetadata: string;
    clientID: string;
    clientSecret: string;
    redirectUrl: string;
    allowHttpForRedirectUrl: boolean;
    responseType: 'code';
    responseMode: 'query';
    passReqToCallback: true;
    loggingLevel: string;
    loggingNoPII: true;
  }

  /** Of one request: what came with it and what was loaded for it. */
  export interface OidcParams {
    id_token?: unknown;
    nonce?: string;
    metadata: { oidc: Record<string, unknown> };
    extraAuthReqQueryParams?: Record<string, string>;
    extraTokenReqQueryParams?: Record<string, unknown>;
  }

  /** What a flow uses of the provider and of our options. */
  export type OauthConfig = Record<string, unknown>;
  export type ValidationOptions = Record<string, unknown>;
  export type ClaimsCallback = (claimsText: string, claims: Record<string, unknown>) => void;

  class OIDCStrategy {
    constructor(options: OidcOptions, verify: (...args: never[]) => void);
    name: string;
    authenticate(request: Request, options?: object): void;
    /** Passport gives these to the instance that it makes for one request. */
    success(user: unknown): void;
    error(error: unknown): void;
    redirect: (location: string) => void;
    protected readonly _options: OidcOptions & { clockSkew: number; audience: string };
    protected _sessionContentHandler: {
      add(request: Request, key: string): void;
      findAndDeleteTupleByState(request: Request, key: string, state: string): { nonce: string } | undefined;
    };
    protected setOptions(
      params: OidcParams,
      oauthConfig: OauthConfig,
      optionsToValidate: ValidationOptions,
      done: Next,
    ): void;
    protected _flowInitializationHandler(oauthConfig: OauthConfig, request: Request, next: Next): void;
    protected _getAccessTokenBySecretOrAssertion(
      code: string,
      oauthConfig: OauthConfig,
      next: Next,
      callback: (error: unknown, items?: Record<string, unknown>) => void,
    ): void;
    protected _validateResponse(
      params: OidcParams,
      optionsToValidate: ValidationOptions,
      request: Request,
      next: Next,
      callback: ClaimsCallback,
    ): void;
    protected failWithLog(message: string): void;
  }

  const azureAd: { OIDCStrategy: typeof OIDCStrategy };
  export default azureAd;
}
