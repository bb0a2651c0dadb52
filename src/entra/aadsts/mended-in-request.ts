import type { PlacedAadstsWords } from './aadsts-words.js';
import { source, variable } from './places.js';

const AUTHORIZATION_REQUEST = source('src/auth');
const TOKEN_REQUEST = source('src/entra');

/** Faults of this service's own requests, which a developer has to mend in the source. */
export const mendedInRequest: PlacedAadstsWords = {
  50196: [
    'Microsoft stopped the service, because it sent the same request over and over.',
    'Find in the log what repeats it, and let it stop at the first refusal.',
    source('src/tokens'),
  ],
  500112: [
    'The service named two different addresses in the two steps of one sign-in.',
    'Build the redirect URI from BASE_URL alone, in both steps. Behind a proxy the Host header misleads.',
    variable('BASE_URL'),
  ],
  70003: [
    'The service asked for a token in a way that Microsoft does not offer.',
    'Correct grant_type in the token request.',
    TOKEN_REQUEST,
  ],
  70005: [
    'The service asked for an answer of a kind that Microsoft does not give this app.',
    'Correct response_type in the authorization request: code is the one that this service reads.',
    AUTHORIZATION_REQUEST,
  ],
  70007: [
    'The service asked for an answer in a form that Microsoft does not offer.',
    'Correct response_mode in the authorization request: query is the one that this service reads.',
    AUTHORIZATION_REQUEST,
  ],
  700005: [
    'The sign-in was begun for one organisation and finished for another.',
    'Let both steps name the same tenant.',
    variable('TENANT_ID'),
  ],
  '28000, 700022': [
    'The service asked for a token for several APIs at once.',
    'Ask for the scopes of one API in each token request.',
    variable('SCOPES'),
  ],
  700054: [
    'The service asked for an ID token directly, which the app registration does not allow.',
    'Ask for response_type code alone: the ID token then comes with the other tokens.',
    AUTHORIZATION_REQUEST,
  ],
  '90013, 9002313': [
    'Microsoft could not make sense of the request.',
    'Compare the request with what Microsoft’s sentence says is wrong in it.',
    TOKEN_REQUEST,
  ],
  '90014, 900144': [
    'The request lacked something, as when a page of the sign-in is loaded again.',
    'Start the sign-in again. If that does not help, send the parameter that Microsoft’s sentence names.',
    TOKEN_REQUEST,
  ],
  90015: [
    'The request to Microsoft was too long.',
    'Send less in it: fewer scopes, a shorter state or hint.',
    AUTHORIZATION_REQUEST,
  ],
  901002: [
    'The service named its API in a way that Microsoft no longer accepts.',
    'Leave the parameter resource out: scope says which API is meant.',
    TOKEN_REQUEST,
  ],
  9000411: [
    'The service sent the same parameter twice in one request.',
    'Send the parameter that Microsoft’s sentence names only once.',
    AUTHORIZATION_REQUEST,
  ],
  9002326: [
    'The service’s request looked as if it came from a browser.',
    'Send no Origin header to the token endpoint.',
    TOKEN_REQUEST,
  ],
};
