import { AppError, type AppErrorOptions } from '../common/app-error.js';
import type { SignInChallenge } from '../common/sign-in-challenge.js';
import { entraErrors } from '../entra/entra.errors.js';

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
}
