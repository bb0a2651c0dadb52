import { AppError, type AppErrorOptions } from '../common/errors/app-error.js';
import type { ErrorCode } from '../common/errors/error-catalogue.js';
import type { SignInChallenge } from '../common/sign-in-challenge.js';
import type { EntraError } from './entra-error.js';

/** The person must go to Entra again: nothing else gives a token for these scopes. */
export class InteractionRequiredError extends AppError {
  override readonly name = 'InteractionRequiredError';
  override readonly challenge: SignInChallenge;

  /** @param claims what Entra or Graph asked to see in the next authorization request, as JSON */
  constructor(scopes: readonly string[], claims?: string, options: AppErrorOptions = {}) {
    const challenge = { scopes: [...scopes], claims };
    super('sign_in_again', { ...options, challenge });
    this.challenge = challenge;
  }
}

/** How Entra can fail us. */
export const entraOutageCodes = [
  'entra_not_loaded',
  'tenant_not_found',
  'discovery_refused',
  'entra_unreachable',
  'entra_timeout',
  'entra_unavailable',
  'entra_invalid_answer',
] as const satisfies readonly ErrorCode[];

export type EntraOutageCode = (typeof entraOutageCodes)[number];

/** Entra can't be reached, hangs, is down or answers nonsense: transient, nobody loses a session over it. */
export class EntraOutageError extends AppError {
  override readonly name = 'EntraOutageError';

  constructor(code: EntraOutageCode, options: AppErrorOptions = {}) {
    super(code, options);
  }

  /** True when Entra was reached and does not want to tell us anything: that lasts until our configuration is mended. */
  get isRefusal(): boolean {
    return this.code === 'tenant_not_found' || this.code === 'discovery_refused';
  }
}

/** The token endpoint refused, with an OAuth error. `interactionRequired` says what follows. */
export class TokenRefusedError extends AppError {
  override readonly name = 'TokenRefusedError';

  constructor(readonly refusal: EntraError) {
    const { error, suberror, claims, details } = refusal;
    super(codeFor(error, suberror), {
      entra: details,
      challenge: claims === undefined ? undefined : { scopes: [], claims },
      log: { error, suberror },
    });
  }

  /** True when only a new interactive sign-in helps. */
  get interactionRequired(): boolean {
    const { error, suberror = '' } = this.refusal;
    return INTERACTION_ERRORS.has(error) && !APP_SUBERRORS.has(suberror);
  }
}

const INTERACTION_ERRORS = new Set([
  'invalid_grant',
  'interaction_required',
  'consent_required',
  'login_required',
]);
/** Suberrors of `invalid_grant` that a person mends by signing in again. */
const PERSON_SUBERRORS = new Set([
  'basic_action',
  'additional_action',
  'consent_required',
  'user_password_expired',
]);
/** Suberrors that are about the app, where signing in again changes nothing. */
const APP_SUBERRORS = new Set(['client_mismatch', 'protection_policy_required']);
/** Suberrors that say: show the message, the person can't mend it. */
const FINAL_SUBERRORS = new Set(['message_only', 'device_authentication_failed', ...APP_SUBERRORS]);

function codeFor(error: string, suberror = ''): ErrorCode {
  if (error === 'invalid_client') return 'client_credential_refused';
  if (!INTERACTION_ERRORS.has(error)) return 'request_refused';
  if (FINAL_SUBERRORS.has(suberror)) return 'sign_in_refused';
  return error === 'invalid_grant' && !PERSON_SUBERRORS.has(suberror) ? 'code_refused' : 'sign_in_again';
}
