import { isAboutConsent } from '../common/errors/aadsts/aadsts.js';
import { AppError } from '../common/errors/app-error.js';
import { type EntraError } from '../tokens/entra-error.js';

/** Words of the package that validates it, or ours; longer ones would quote something. */
const MAX_REASON = 200;

/** The ID token in Entra's answer did not pass; nobody is signed in. `reason` is for the log. */
export class IdTokenRejectedError extends AppError {
  override readonly name = 'IdTokenRejectedError';

  constructor(reason: string) {
    super('id_token_rejected', { log: { reason: reason.slice(0, MAX_REASON) } });
  }
}

/** Entra came back to the redirect URI with an error instead of a code. */
export class AuthorizationRefusedError extends AppError {
  override readonly name = 'AuthorizationRefusedError';

  constructor(refusal: EntraError) {
    const { error, suberror, details } = refusal;
    super(codeFor(refusal), { entra: details, log: { error, suberror } });
  }
}

/** An administrator was asked for permissions, and Entra came back with an error. */
export class AdminConsentRefusedError extends AppError {
  override readonly name = 'AdminConsentRefusedError';

  constructor({ error, suberror, details }: EntraError) {
    // No sign-in vouches for it: whoever makes up a link must not put sentences on our page.
    const { text: _text, ...entra } = details;
    super('admin_consent_refused', { entra, log: { error, suberror } });
  }
}

function codeFor({ error, suberror, details: { aadsts } }: EntraError) {
  switch (error) {
    case 'access_denied':
      if (suberror === 'cancel') return 'sign_in_cancelled';
      return aadsts === undefined || isAboutConsent(aadsts) ? 'sign_in_declined' : 'sign_in_refused';
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
