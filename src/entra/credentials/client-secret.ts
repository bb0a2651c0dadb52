import type { Secret } from '../../../config/secret.js';
import type { ClientCredential } from './client-credential.js';

/** client_secret_post (RFC 6749, 2.3.1). */
export class ClientSecret implements ClientCredential {
  readonly name = 'client secret';
  readonly remedy = 'set a new CLIENT_SECRET';

  constructor(private readonly secret: Secret) {}

  authenticate(form: URLSearchParams): Promise<void> {
    form.set('client_secret', this.secret.reveal());
    return Promise.resolve();
  }
}
