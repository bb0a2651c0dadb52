import type { Secret } from '../../../config/secret.js';

/** How the service proves itself at the token endpoint. The place for certificates and federated credentials. */
export interface ClientCredential {
  /** Adds what proves us to the form of a token request. */
  authenticate(form: URLSearchParams, tokenEndpoint: string): Promise<void>;
}

/** Injects the `ClientCredential`. */
export const CLIENT_CREDENTIAL = Symbol('CLIENT_CREDENTIAL');

/** client_secret_post (RFC 6749, 2.3.1). */
export class ClientSecretCredential implements ClientCredential {
  constructor(private readonly secret: Secret) {}

  authenticate(form: URLSearchParams): Promise<void> {
    form.set('client_secret', this.secret.reveal());
    return Promise.resolve();
  }
}
