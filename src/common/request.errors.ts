import { errorEntries } from './app-error.js';

/** What goes wrong with any request, whatever it asks for. */
export const requestErrors = errorEntries({
  bad_request: {
    status: 400,
    title: 'The request is not valid',
    detail: 'Something in the address or in the request is not as it should be. Check it and try again.',
    mender: 'person',
  },
  not_found: {
    status: 404,
    title: 'There is nothing here',
    detail: 'Check the address.',
    mender: 'person',
  },
  method_not_allowed: {
    status: 405,
    title: 'This address is not used in this way',
    detail: 'It exists, but not for the HTTP method of this request. The Allow header names those that it takes.',
    mender: 'developer',
  },
  body_too_large: {
    status: 413,
    title: 'The request is too large',
    detail: 'What was sent with the request is larger than this service reads.',
    mender: 'person',
  },
  not_signed_in: {
    status: 401,
    next: 'sign_in',
    title: 'You are not signed in',
    detail: 'Sign in, then try again.',
    mender: 'person',
  },
  internal_error: {
    status: 500,
    next: 'retry',
    title: 'Something went wrong',
    detail: 'It is our fault and has been logged. Try again; if it stays, report the request id.',
    mender: 'developer',
  },
});
