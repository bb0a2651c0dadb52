import { AppError, type AppErrorOptions, errorEntries, errorEntry } from '../common/app-error.js';
import { REFUSED_TITLE } from './aadsts/aadsts.js';
import type { EntraRefusal } from './entra-refusal.js';

const TRY_AGAIN = 'Nothing was changed. Try again in a moment.';

/** What goes wrong between the service and Microsoft Entra ID. */
export const entraErrors = errorEntries({
  entra_not_loaded: errorEntry(503, 'nobody', 'retry', [
    'Signing in is not possible yet',
    'Since it started, the service could not reach Microsoft Entra ID. It keeps trying by itself. Try again in a moment.',
  ]),
  tenant_not_found: errorEntry(503, 'developer', 'retry', [
    'Microsoft does not know the organisation of this service',
    'No tenant has the ID that the service names, or it is in another cloud. The team that runs it has to set TENANT_ID or CLOUD_INSTANCE.',
  ]),
  discovery_refused: errorEntry(503, 'developer', 'retry', [
    'Microsoft Entra ID refuses this service',
    'It does not say where people sign in. The team that runs the service has to look at TENANT_ID and CLOUD_INSTANCE.',
  ]),
  entra_unreachable: errorEntry(502, 'nobody', 'retry', ['Microsoft Entra ID can’t be reached', TRY_AGAIN]),
  entra_invalid_answer: errorEntry(502, 'nobody', 'retry', [
    'Microsoft Entra ID gave an answer that can’t be read',
    TRY_AGAIN,
  ]),
  entra_unavailable: errorEntry(503, 'nobody', 'retry', ['Microsoft Entra ID is not available', TRY_AGAIN]),
  entra_timeout: errorEntry(504, 'nobody', 'retry', ['Microsoft Entra ID did not answer in time', TRY_AGAIN]),
  client_credential_refused: errorEntry(503, 'developer', 'sign_in', [
    'The service can’t prove itself to Microsoft',
    'Its client secret is wrong or has expired. The team that runs it has to set a new one.',
  ]),
  request_refused: errorEntry(502, 'developer', 'sign_in', [
    'Microsoft Entra ID refused our request',
    'The app registration and this service do not fit together. Give the codes to the team that runs it.',
  ]),
  sign_in_refused: errorEntry(403, 'administrator', 'sign_in', [
    REFUSED_TITLE,
    'Give the codes to your administrator.',
  ]),
  code_refused: errorEntry(400, 'person', 'sign_in', [
    'Microsoft did not accept this sign-in',
    'Most often it was used before or took too long. Start it again.',
  ]),
  sign_in_again: errorEntry(401, 'person', 'sign_in', [
    'Please sign in again',
    'Microsoft asks you to confirm that it is you before the service may go on.',
  ]),
});

/** How Entra can fail us. */
export const entraOutageCodes = [
  'entra_not_loaded',
  'tenant_not_found',
  'discovery_refused',
  'entra_unreachable',
  'entra_timeout',
  'entra_unavailable',
  'entra_invalid_answer',
] as const satisfies readonly (keyof typeof entraErrors)[];

export type EntraOutageCode = (typeof entraOutageCodes)[number];

/** Entra can't be reached, hangs, is down or answers nonsense: transient, nobody loses a session over it. */
export class EntraOutageError extends AppError {
  override readonly name = 'EntraOutageError';

  constructor(
    override readonly code: EntraOutageCode,
    options: AppErrorOptions = {},
  ) {
    super(entraErrors[code], options);
  }

  /** True when Entra was reached and does not want to tell us anything: that lasts until our configuration is mended. */
  get isRefusal(): boolean {
    return this.code === 'tenant_not_found' || this.code === 'discovery_refused';
  }
}

/** The code was redeemed before. */
const ALREADY_REDEEMED = 'AADSTS54005';

/** The token endpoint refused, with an OAuth error. `interactionRequired` says what follows. */
export class TokenRefusedError extends AppError {
  override readonly name = 'TokenRefusedError';

  /** @param wasSentTwice what refused the second try may be that the first was read, and its answer lost */
  constructor(
    readonly refusal: EntraRefusal,
    private readonly wasSentTwice = false,
  ) {
    const { error, suberror, claims, details } = refusal;
    super(entryFor(error, suberror), {
      entra: details,
      challenge: claims === undefined ? undefined : { scopes: [], claims },
      log: { error, suberror },
    });
  }

  /** Who redeemed the code before, where that is why Entra refuses: the same answer came here twice, or we sent it twice. */
  get redeemedBy(): 'another' | 'us' | undefined {
    if (this.entra?.aadsts !== ALREADY_REDEEMED) return undefined;
    return this.wasSentTwice ? 'us' : 'another';
  }

  /** True when only a new interactive sign-in helps. */
  get interactionRequired(): boolean {
    const { error, suberror = '' } = this.refusal;
    return INTERACTION_ERRORS.has(error) && !APP_SUBERRORS.has(suberror);
  }
}

const INTERACTION_ERRORS = new Set(['invalid_grant', 'interaction_required', 'consent_required', 'login_required']);
/** Suberrors of `invalid_grant` that a person mends by signing in again. */
const PERSON_SUBERRORS = new Set(['basic_action', 'additional_action', 'consent_required', 'user_password_expired']);
/** Suberrors that are about the app, where signing in again changes nothing. */
const APP_SUBERRORS = new Set(['client_mismatch', 'protection_policy_required']);
/** Suberrors that say: show the message, the person can't mend it. */
const FINAL_SUBERRORS = new Set(['message_only', 'device_authentication_failed', ...APP_SUBERRORS]);

function entryFor(error: string, suberror = '') {
  if (error === 'invalid_client') return entraErrors.client_credential_refused;
  if (!INTERACTION_ERRORS.has(error)) return entraErrors.request_refused;
  if (FINAL_SUBERRORS.has(suberror)) return entraErrors.sign_in_refused;
  const isDead = error === 'invalid_grant' && !PERSON_SUBERRORS.has(suberror);
  return isDead ? entraErrors.code_refused : entraErrors.sign_in_again;
}
