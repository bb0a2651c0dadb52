import { errorEntries, errorEntry } from '../../common/app-error.js';

/** What the guards refuse, before anything is done. */
export const guardErrors = errorEntries({
  sign_in_not_a_navigation: errorEntry(403, 'developer', 'sign_in', [
    'A sign-in begins only when a person opens its page',
    'The address was asked for by a script, in a frame or ahead of time, so no sign-in was begun. Open it in a window of its own; a script sends the whole window there.',
  ]),
  bearer_not_supported: errorEntry(401, 'developer', 'home', [
    'Bearer tokens are not accepted',
    'This service signs people in with a session cookie. Send the request without an Authorization header.',
  ]),
  role_required: errorEntry(403, 'administrator', 'home', [
    'You may not see this',
    'Your account lacks the role that this page asks for. Ask your administrator to assign it.',
  ]),
  cross_site_request: errorEntry(403, 'person', 'home', [
    'The request came from another site',
    'Nothing was changed. Use the pages of this service itself.',
  ]),
  too_many_sign_ins: errorEntry(429, 'person', 'retry', [
    'Too many sign-ins from your network',
    'More sign-ins came from your address in the last minute than the service takes. Wait a minute, then try again.',
  ]),
});
