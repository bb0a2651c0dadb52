import { errorEntries } from '../../common/app-error.js';

/** What the guards refuse, before anything is done. */
export const guardErrors = errorEntries({
  sign_in_not_a_navigation: {
    status: 403,
    next: 'sign_in',
    title: 'A sign-in begins only when a person opens its page',
    detail:
      'The address was asked for by a script, in a frame or ahead of time, so no sign-in was begun. Open it in a window of its own; a script sends the whole window there.',
    mender: 'developer',
  },
  bearer_not_supported: {
    status: 401,
    title: 'Bearer tokens are not accepted',
    detail: 'This service signs people in with a session cookie. Send the request without an Authorization header.',
    mender: 'developer',
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
});
