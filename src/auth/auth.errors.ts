import { AppError } from '../common/errors/app-error.js';
import { type EntraError } from '../tokens/entra-error.js';

/** The ID token in Entra's answer did not pass; nobody is signed in. `reason` is for the log. */
export class IdTokenRejectedError extends AppError {
  override readonly name = 'IdTokenRejectedError';

  constructor(reason: string) {
    super('id_token_rejected', { log: { reason } });
  }
}

/** Entra came back to the redirect URI with an error instead of a code. */
export class AuthorizationRefusedError extends AppError {
  override readonly name = 'AuthorizationRefusedError';

  constructor({ error, suberror, details }: EntraError) {
    super(codeFor(error, suberror), { entra: details, log: { error, suberror } });
  }
}

function codeFor(error: string, suberror: string | undefined) {
  switch (error) {
    case 'access_denied':
      return suberror === 'cancel' ? 'sign_in_cancelled' : 'sign_in_declined';
    case 'consent_required':
      return 'sign_in_declined';
    case 'login_required':
    case 'interaction_required':
      return 'sign_in_again';
    case 'server_error':
    case 'temporarily_unavailable':
      return 'entra_unavailable';
    default:
      return 'sign_in_refused';
  }
}
