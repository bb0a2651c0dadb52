import { errorEntries, errorEntry } from './app-error.js';

/** What goes wrong with any request, whatever it asks for. */
export const requestErrors = errorEntries({
  bad_request: errorEntry(400, 'person', 'home', [
    'The request is not valid',
    'Something in the address or in the request is not as it should be. Check it and try again.',
  ]),
  not_found: errorEntry(404, 'person', 'home', ['There is nothing here', 'Check the address.']),
  method_not_allowed: errorEntry(405, 'developer', 'home', [
    'This address is not used in this way',
    'It exists, but not for the HTTP method of this request. The Allow header names those that it takes.',
  ]),
  body_too_large: errorEntry(413, 'person', 'home', [
    'The request is too large',
    'What was sent with the request is larger than this service reads.',
  ]),
  not_signed_in: errorEntry(401, 'person', 'sign_in', ['You are not signed in', 'Sign in, then try again.']),
  internal_error: errorEntry(500, 'developer', 'retry', [
    'Something went wrong',
    'It is our fault and has been logged. Try again; if it stays, report the request id.',
  ]),
});
