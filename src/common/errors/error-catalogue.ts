/** Who can do something about an error. */
export type Mender = 'person' | 'administrator' | 'developer' | 'nobody';

/** What is said of one error, whoever asks. */
export interface CatalogueEntry {
  status: number;
  /** What the error page offers first: to sign in, also as somebody else, or to ask for the same thing again. */
  next?: 'sign_in' | 'other_account' | 'retry';
  title: string;
  /** Said to whoever sees the error: what happened and what to do. */
  detail: string;
  mender: Mender;
}

/** Every error that the service answers with. The codes are stable: callers decide by them. */
export const errorCatalogue = {
  bad_request: {
    status: 400,
    title: 'The request is not valid',
    detail: 'Something in the address or in the request is not as it should be. Check it and try again.',
    mender: 'person',
  },
  callback_incomplete: {
    status: 400,
    next: 'sign_in',
    title: 'This page is only a step of signing in',
    detail: 'It was opened without an answer from Microsoft. Start the sign-in again.',
    mender: 'person',
  },
  sign_in_not_pending: {
    status: 400,
    next: 'sign_in',
    title: 'This sign-in is not open in this browser',
    detail:
      'Your browser has no open sign-in that belongs to this answer. It was started in another browser or by another person, it took longer than ten minutes, it was already finished, or cookies are blocked or were deleted. Start the sign-in again.',
    mender: 'person',
  },
  sign_in_finished: {
    status: 400,
    next: 'sign_in',
    title: 'This sign-in was already used',
    detail:
      'Its address was opened a second time, by the Back button, from the history or by a double click, and nobody is signed in here now. Start a new sign-in.',
    mender: 'person',
  },
  sign_in_expired: {
    status: 400,
    next: 'sign_in',
    title: 'This sign-in took too long',
    detail: 'It was started more than ten minutes ago and is no longer open. Start it again.',
    mender: 'person',
  },
  sign_in_without_cookies: {
    status: 400,
    next: 'sign_in',
    title: 'This browser has no cookies of this service',
    detail:
      'Perhaps cookies are blocked or were deleted; or the sign-in was started in another browser, took longer than ten minutes or was already finished. Allow cookies of this site, or go back to that browser, and start again.',
    mender: 'person',
  },
  code_refused: {
    status: 400,
    next: 'sign_in',
    title: 'This sign-in has expired',
    detail: 'Microsoft no longer accepts this sign-in: it was used before or took too long. Start it again.',
    mender: 'person',
  },
  not_signed_in: {
    status: 401,
    next: 'sign_in',
    title: 'You are not signed in',
    detail: 'Sign in, then try again.',
    mender: 'person',
  },
  sign_in_again: {
    status: 401,
    next: 'sign_in',
    title: 'Please sign in again',
    detail: 'Microsoft asks you to confirm that it is you before the service may go on.',
    mender: 'person',
  },
  bearer_not_supported: {
    status: 401,
    title: 'Bearer tokens are not accepted',
    detail:
      'This service signs people in with a session cookie. Send the request without an Authorization header.',
    mender: 'developer',
  },
  sign_in_cancelled: {
    status: 403,
    next: 'sign_in',
    title: 'You cancelled the sign-in',
    detail: 'Nothing was changed. You can sign in whenever you like.',
    mender: 'person',
  },
  sign_in_declined: {
    status: 403,
    next: 'sign_in',
    title: 'You did not accept',
    detail:
      'The service can only work for you with the permissions that it asked for. Sign in again and accept them.',
    mender: 'person',
  },
  sign_in_refused: {
    status: 403,
    next: 'sign_in',
    title: 'Microsoft refused the sign-in',
    detail: 'Give the codes to your administrator.',
    mender: 'administrator',
  },
  tenant_not_allowed: {
    status: 403,
    next: 'other_account',
    title: 'Your organisation may not use this service',
    detail: 'Sign in with an account of an organisation that this service is for.',
    mender: 'person',
  },
  role_required: {
    status: 403,
    title: 'You may not see this',
    detail: 'Your account lacks the role that this page asks for. Ask your administrator to assign it.',
    mender: 'administrator',
  },
  cross_site_request: {
    status: 403,
    title: 'The request came from another site',
    detail: 'Nothing was changed. Use the pages of this service itself.',
    mender: 'person',
  },
  not_found: {
    status: 404,
    title: 'There is nothing here',
    detail: 'Check the address.',
    mender: 'person',
  },
  body_too_large: {
    status: 413,
    title: 'The request is too large',
    detail: 'What was sent with the request is larger than this service reads.',
    mender: 'person',
  },
  too_many_sign_ins: {
    status: 429,
    next: 'retry',
    title: 'Too many sign-ins from your network',
    detail:
      'More sign-ins came from your address in the last minute than the service takes. Wait a minute, then try again.',
    mender: 'person',
  },
  sign_in_loop: {
    status: 429,
    title: 'Signing in goes round in circles',
    detail:
      'You came back from Microsoft three times within a minute and are still not signed in. Wait a minute, then start again from the home page. Check that your browser keeps cookies of this site; if it does, give the request id to the team that runs the service.',
    mender: 'person',
  },
  photo_not_found: {
    status: 404,
    title: 'There is no photo',
    detail: 'This person has no profile photo.',
    mender: 'nobody',
  },
  graph_not_found: {
    status: 404,
    title: 'Microsoft Graph does not have it',
    detail: 'What was asked for does not exist, or this account may not know of it.',
    mender: 'nobody',
  },
  graph_forbidden: {
    status: 403,
    title: 'Microsoft Graph refused',
    detail: 'The service lacks a permission for this. Ask your administrator to grant it.',
    mender: 'administrator',
  },
  graph_unreachable: {
    status: 502,
    next: 'retry',
    title: 'Microsoft Graph can’t be reached',
    detail: 'You are still signed in. Try again in a moment.',
    mender: 'nobody',
  },
  graph_invalid_answer: {
    status: 502,
    next: 'retry',
    title: 'Microsoft Graph gave an answer that can’t be read',
    detail: 'You are still signed in. Try again in a moment.',
    mender: 'nobody',
  },
  graph_unavailable: {
    status: 503,
    next: 'retry',
    title: 'Microsoft Graph is not available',
    detail: 'You are still signed in. Try again in a moment.',
    mender: 'nobody',
  },
  graph_throttled: {
    status: 503,
    next: 'retry',
    title: 'Microsoft Graph is busy',
    detail: 'You are still signed in. Wait a little, then try again.',
    mender: 'nobody',
  },
  graph_timeout: {
    status: 504,
    next: 'retry',
    title: 'Microsoft Graph did not answer in time',
    detail: 'You are still signed in. Try again in a moment.',
    mender: 'nobody',
  },
  id_token_rejected: {
    status: 502,
    next: 'sign_in',
    title: 'The sign-in could not be verified',
    detail:
      'The identity in Microsoft’s answer did not pass our checks, so nobody was signed in. Start again.',
    mender: 'developer',
  },
  entra_not_loaded: {
    status: 503,
    next: 'retry',
    title: 'Signing in is not possible yet',
    detail:
      'Since it started, the service could not reach Microsoft Entra ID. It keeps trying by itself. Try again in a moment.',
    mender: 'nobody',
  },
  entra_unreachable: {
    status: 502,
    next: 'retry',
    title: 'Microsoft Entra ID can’t be reached',
    detail: 'Nothing was changed. Try again in a moment.',
    mender: 'nobody',
  },
  entra_invalid_answer: {
    status: 502,
    next: 'retry',
    title: 'Microsoft Entra ID gave an answer that can’t be read',
    detail: 'Nothing was changed. Try again in a moment.',
    mender: 'nobody',
  },
  entra_unavailable: {
    status: 503,
    next: 'retry',
    title: 'Microsoft Entra ID is not available',
    detail: 'Nothing was changed. Try again in a moment.',
    mender: 'nobody',
  },
  entra_timeout: {
    status: 504,
    next: 'retry',
    title: 'Microsoft Entra ID did not answer in time',
    detail: 'Nothing was changed. Try again in a moment.',
    mender: 'nobody',
  },
  client_credential_refused: {
    status: 503,
    next: 'sign_in',
    title: 'The service can’t prove itself to Microsoft',
    detail: 'Its client secret is wrong or has expired. The team that runs it has to set a new one.',
    mender: 'developer',
  },
  request_refused: {
    status: 502,
    next: 'sign_in',
    title: 'Microsoft Entra ID refused our request',
    detail:
      'The app registration and this service do not fit together. Give the codes to the team that runs it.',
    mender: 'developer',
  },
  store_unavailable: {
    status: 503,
    next: 'retry',
    title: 'Sessions can’t be read at the moment',
    detail: 'You are not signed out. Try again in a moment.',
    mender: 'nobody',
  },
  internal_error: {
    status: 500,
    next: 'retry',
    title: 'Something went wrong',
    detail: 'It is our fault and has been logged. Try again; if it stays, report the request id.',
    mender: 'developer',
  },
} as const satisfies Record<string, CatalogueEntry>;

/** A code of the catalogue. */
export type ErrorCode = keyof typeof errorCatalogue;

/** The catalogue's entry for a code. */
export function describeError(code: ErrorCode): CatalogueEntry {
  return errorCatalogue[code];
}
