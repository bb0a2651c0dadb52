import { AppError, type AppErrorOptions } from '../common/app-error.js';
import type { SignInChallenge } from '../common/sign-in-challenge.js';
import { entraErrors } from '../entra/entra.errors.js';

/**
 * The account is deleted, disabled, or its sessions were revoked (by the person, an administrator or a reset password).
 * Other dead refresh tokens (700082, unused for too long; 70043, a sign-in frequency) say nothing against the person.
 */
const WITHDRAWN = new Set(['AADSTS50173', 'AADSTS50057', 'AADSTS50034', 'AADSTS50132', 'AADSTS50133']);

/** The person must go to Entra again: nothing else gives a token for these scopes. */
export class InteractionRequiredError extends AppError {
  override readonly name = 'InteractionRequiredError';
  override readonly challenge: SignInChallenge;

  /** @param claims what Entra or Graph asked to see in the next authorization request, as JSON */
  constructor(scopes: readonly string[], claims?: string, options: AppErrorOptions = {}) {
    const challenge = { scopes: [...scopes], claims };
    super(entraErrors.sign_in_again, { ...options, challenge });
    this.challenge = challenge;
  }

  /**
   * True when Entra refused a refresh because it has withdrawn the person: what is theirs here must not outlive that. That
   * is decided by the number, as an exception, since `error` and `suberror` are the same for all dead tokens.
   */
  get isWithdrawn(): boolean {
    return WITHDRAWN.has(this.entra?.aadsts ?? '');
  }
}
