import { ADMIN_CONSENT } from '../../entra/aadsts/places.js';
import { isAboutConsent } from '../../entra/aadsts/aadsts.js';
import { AppError, errorEntries, errorEntry } from '../../common/app-error.js';
import { entraErrors } from '../../entra/entra.errors.js';
import { type EntraRefusal } from '../../entra/entra-refusal.js';

/** What goes wrong when somebody signs in. */
export const signInErrors = errorEntries({
  callback_incomplete: errorEntry(400, 'person', 'sign_in', [
    'This page is only a step of signing in',
    'It was opened without an answer from Microsoft. Start the sign-in again.',
  ]),
  sign_in_not_pending: errorEntry(400, 'person', 'sign_in', [
    'This sign-in is not open in this browser',
    'Your browser has no open sign-in that belongs to this answer. It was started in another browser or by another person, it took longer than an hour, it was already finished, or cookies are blocked or were deleted. Start the sign-in again.',
  ]),
  sign_in_finished: errorEntry(400, 'person', 'sign_in', [
    'This sign-in was already used',
    'Its address was opened a second time, by the Back button, from the history or by a double click, and nobody is signed in here now. Start a new sign-in.',
  ]),
  sign_in_expired: errorEntry(400, 'person', 'sign_in', [
    'This sign-in took too long',
    'It was started more than an hour ago and is no longer open. Start it again.',
  ]),
  sign_in_without_cookies: errorEntry(400, 'person', 'sign_in', [
    'This browser has no cookies of this service',
    'Perhaps cookies are blocked or were deleted; or the sign-in was started in another browser, took longer than an hour or was already finished. Allow cookies of this site, or go back to that browser, and start again.',
  ]),
  challenge_too_long: {
    ...errorEntry(502, 'developer', 'home', [
      'Microsoft asks for more than this service can pass on',
      'Microsoft wants a confirmation from you before it goes on, but describes it in more than the 1,000 bytes that this service takes along to a sign-in. Give the request id to the team that runs it.',
    ]),
    keepsItsWords: 'always',
  },
  sign_in_cancelled: errorEntry(403, 'person', 'sign_in', [
    'You cancelled the sign-in',
    'Nothing was changed. You can sign in whenever you like.',
  ]),
  sign_in_declined: errorEntry(403, 'person', 'sign_in', [
    'You did not accept',
    'The service can only work for you with the permissions that it asked for. Sign in again and accept them.',
  ]),
  admin_consent_refused: {
    ...errorEntry(403, 'administrator', 'sign_in', [
      'The permissions were not granted',
      `Microsoft says that the permissions that this service asks for were not granted for the organisation. An administrator who may grant them can do it here: ${ADMIN_CONSENT}. Until then people may not be able to sign in.`,
    ]),
    keepsItsWords: 'about_consent',
  },
  tenant_not_allowed: errorEntry(403, 'person', 'other_account', [
    'Your organisation may not use this service',
    'Sign in with an account of an organisation that this service is for.',
  ]),
  id_token_rejected: errorEntry(502, 'developer', 'sign_in', [
    'The sign-in could not be verified',
    'The identity in Microsoft’s answer did not pass our checks, so nobody was signed in. Start again.',
  ]),
  sign_in_loop: errorEntry(429, 'person', 'home', [
    'Signing in goes round in circles',
    'You came back from Microsoft three times within a minute, and the service still can’t go on: either this browser does not keep cookies of this site, or Microsoft keeps asking for something that signing in does not settle. Wait a minute, then start again from the home page; if it goes on, give the request id to the team that runs the service.',
  ]),
});

/** Words of the package that validates it, or ours; longer ones would quote something. */
const MAX_REASON = 200;

/** The ID token in Entra's answer did not pass; nobody is signed in. `reason` is for the log. */
export class IdTokenRejectedError extends AppError {
  override readonly name = 'IdTokenRejectedError';

  constructor(reason: string) {
    super(signInErrors.id_token_rejected, { log: { reason: reason.slice(0, MAX_REASON) } });
  }
}

/** Entra came back to the redirect URI with an error instead of a code. */
export class AuthorizationRefusedError extends AppError {
  override readonly name = 'AuthorizationRefusedError';

  constructor(refusal: EntraRefusal) {
    const { error, suberror, details } = refusal;
    super(entryFor(refusal), { entra: details, log: { error, suberror } });
  }
}

/** An administrator was asked for permissions, and Entra came back with an error. */
export class AdminConsentRefusedError extends AppError {
  override readonly name = 'AdminConsentRefusedError';

  constructor({ error, suberror, details }: EntraRefusal) {
    // No sign-in vouches for it: whoever makes up a link must not put sentences on our page.
    const { text: _text, ...entra } = details;
    super(signInErrors.admin_consent_refused, { entra, log: { error, suberror } });
  }
}

function entryFor({ error, suberror, details: { aadsts } }: EntraRefusal) {
  switch (error) {
    case 'access_denied':
      if (suberror === 'cancel') return signInErrors.sign_in_cancelled;
      return aadsts === undefined || isAboutConsent(aadsts)
        ? signInErrors.sign_in_declined
        : entraErrors.sign_in_refused;
    case 'consent_required':
      return signInErrors.sign_in_declined;
    case 'login_required':
    case 'interaction_required':
      return entraErrors.sign_in_again;
    case 'server_error':
    case 'temporarily_unavailable':
      return entraErrors.entra_unavailable;
    default:
      return entraErrors.sign_in_refused;
  }
}
