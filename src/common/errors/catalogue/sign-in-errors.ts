import { ADMIN_CONSENT } from '../aadsts/places.js';
import type { CatalogueEntry } from './catalogue-entry.js';

/** What goes wrong between the person and the service: signing in and out, and what they may do. */
export const signInErrors = {
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
      'Your browser has no open sign-in that belongs to this answer. It was started in another browser or by another person, it took longer than an hour, it was already finished, or cookies are blocked or were deleted. Start the sign-in again.',
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
    detail: 'It was started more than an hour ago and is no longer open. Start it again.',
    mender: 'person',
  },
  sign_in_without_cookies: {
    status: 400,
    next: 'sign_in',
    title: 'This browser has no cookies of this service',
    detail:
      'Perhaps cookies are blocked or were deleted; or the sign-in was started in another browser, took longer than an hour or was already finished. Allow cookies of this site, or go back to that browser, and start again.',
    mender: 'person',
  },
  sign_in_not_a_navigation: {
    status: 403,
    next: 'sign_in',
    title: 'A sign-in begins only when a person opens its page',
    detail:
      'The address was asked for by a script, in a frame or ahead of time, so no sign-in was begun. Open it in a window of its own; a script sends the whole window there.',
    mender: 'developer',
  },
  challenge_too_long: {
    status: 502,
    title: 'Microsoft asks for more than this service can pass on',
    detail:
      'Microsoft wants a confirmation from you before it goes on, but describes it in more than the 1,000 bytes that this service takes along to a sign-in. Give the request id to the team that runs it.',
    mender: 'developer',
  },
  code_refused: {
    status: 400,
    next: 'sign_in',
    title: 'Microsoft did not accept this sign-in',
    detail: 'Most often it was used before or took too long. Start it again.',
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
  admin_consent_refused: {
    status: 403,
    next: 'sign_in',
    title: 'The permissions were not granted',
    detail: `Microsoft says that the permissions that this service asks for were not granted for the organisation. An administrator who may grant them can do it here: ${ADMIN_CONSENT}. Until then people may not be able to sign in.`,
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
      'You came back from Microsoft three times within a minute, and the service still can’t go on: either this browser does not keep cookies of this site, or Microsoft keeps asking for something that signing in does not settle. Wait a minute, then start again from the home page; if it goes on, give the request id to the team that runs the service.',
    mender: 'person',
  },
} as const satisfies Record<string, CatalogueEntry>;
