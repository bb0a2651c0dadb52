import type { PlacedAadstsEntry } from './aadsts-entry.js';
import { source, variable } from './places.js';

const AUTHORIZATION_REQUEST = source('src/auth');
const TOKEN_REQUEST = source('src/tokens');

/** Faults of this service's own requests, which a developer has to mend in the source. */
export const mendedInRequest: readonly PlacedAadstsEntry[] = [
  {
    codes: [50196],
    happened: 'Microsoft stopped the service, because it sent the same request over and over.',
    remedy: 'Find in the log what repeats it, and let it stop at the first refusal.',
    place: TOKEN_REQUEST,
  },
  {
    codes: [500112],
    happened: 'The service named two different addresses in the two steps of one sign-in.',
    remedy: 'Build the redirect URI from BASE_URL alone, in both steps. Behind a proxy the Host header misleads.',
    place: variable('BASE_URL'),
  },
  {
    codes: [70003],
    happened: 'The service asked for a token in a way that Microsoft does not offer.',
    remedy: 'Correct grant_type in the token request.',
    place: TOKEN_REQUEST,
  },
  {
    codes: [70005],
    happened: 'The service asked for an answer of a kind that Microsoft does not give this app.',
    remedy: 'Correct response_type in the authorization request: code is the one that this service reads.',
    place: AUTHORIZATION_REQUEST,
  },
  {
    codes: [70007],
    happened: 'The service asked for an answer in a form that Microsoft does not offer.',
    remedy: 'Correct response_mode in the authorization request: query is the one that this service reads.',
    place: AUTHORIZATION_REQUEST,
  },
  {
    codes: [700005],
    happened: 'The sign-in was begun for one organisation and finished for another.',
    remedy: 'Let both steps name the same tenant.',
    place: variable('TENANT_ID'),
  },
  {
    codes: [28000, 700022],
    happened: 'The service asked for a token for several APIs at once.',
    remedy: 'Ask for the scopes of one API in each token request.',
    place: variable('SCOPES'),
  },
  {
    codes: [700054],
    happened: 'The service asked for an ID token directly, which the app registration does not allow.',
    remedy: 'Ask for response_type code alone: the ID token then comes with the other tokens.',
    place: AUTHORIZATION_REQUEST,
  },
  {
    codes: [90013, 9002313],
    happened: 'Microsoft could not make sense of the request.',
    remedy: 'Compare the request with what Microsoft’s sentence says is wrong in it.',
    place: TOKEN_REQUEST,
  },
  {
    codes: [90014, 900144],
    happened: 'The request lacked something, as when a page of the sign-in is loaded again.',
    remedy: 'Start the sign-in again. If that does not help, send the parameter that Microsoft’s sentence names.',
    place: TOKEN_REQUEST,
  },
  {
    codes: [90015],
    happened: 'The request to Microsoft was too long.',
    remedy: 'Send less in it: fewer scopes, a shorter state or hint.',
    place: AUTHORIZATION_REQUEST,
  },
  {
    codes: [901002],
    happened: 'The service named its API in a way that Microsoft no longer accepts.',
    remedy: 'Leave the parameter resource out: scope says which API is meant.',
    place: TOKEN_REQUEST,
  },
  {
    codes: [9000411],
    happened: 'The service sent the same parameter twice in one request.',
    remedy: 'Send the parameter that Microsoft’s sentence names only once.',
    place: AUTHORIZATION_REQUEST,
  },
  {
    codes: [9002326],
    happened: 'The service’s request looked as if it came from a browser.',
    remedy: 'Send no Origin header to the token endpoint.',
    place: TOKEN_REQUEST,
  },
];
