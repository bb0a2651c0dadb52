import { AppError, type AppErrorOptions } from '../common/errors/app-error.js';
import type { ErrorCode } from '../common/errors/error-catalogue.js';
import type { EntraError } from './entra-error.js';

/** The person must go to Entra again: nothing else gives a token for these scopes. The session itself is not ended. */
export class InteractionRequiredError extends AppError {
  override readonly name = 'InteractionRequiredError';

  /** @param claims what Entra or Graph asked to see in the next authorization request, as JSON */
  constructor(scopes: readonly string[], claims?: string, options: AppErrorOptions = {}) {
    super('sign_in_again', { ...options, challenge: { scopes: [...scopes], claims } });
  }
}

type EntraOutageCode = Extract<ErrorCode, `entra_${string}`>;

/** Entra can't be reached, hangs, is down or answers nonsense: transient, nobody loses a session over it. */
export class EntraOutageError extends AppError {
  override readonly name = 'EntraOutageError';

  constructor(code: EntraOutageCode, options: AppErrorOptions = {}) {
    super(code, options);
  }
}

/** The token endpoint refused, with an OAuth error. `interactionRequired` says what follows. */
export class TokenRefusedError extends AppError {
  override readonly name = 'TokenRefusedError';

  constructor(readonly refusal: EntraError) {
    super(codeFor(refusal.error), {
      entra: refusal.details,
      log: { error: refusal.error, suberror: refusal.suberror },
    });
  }

  /** True when only a new interactive sign-in helps. */
  get interactionRequired(): boolean {
    return INTERACTION_ERRORS.has(this.refusal.error);
  }
}

const INTERACTION_ERRORS = new Set([
  'invalid_grant',
  'interaction_required',
  'consent_required',
  'login_required',
]);

function codeFor(error: string) {
  if (error === 'invalid_client') return 'client_credential_refused';
  if (error === 'invalid_grant') return 'code_refused';
  return INTERACTION_ERRORS.has(error) ? 'sign_in_again' : 'request_refused';
}
