import { DEFAULT_APP } from '../options.js';
import { EntraError } from './entra-error.js';
import {
  consentRequired,
  invalidScope,
  malformedRequest,
  missingParameter,
  unknownClient,
  unknownResource,
} from './entra-errors.js';
import {
  codeAlreadyRedeemed,
  codeExpired,
  expiredSecret,
  grantRevoked,
  missingCredential,
  refreshTokenInactive,
  replyAddressMismatch,
  unknownAssertionKey,
  verifierMismatch,
  wrongSecret,
} from './token-errors.js';

/** An error of the token endpoint, as its answer has it. */
export type Refusal = Pick<EntraError, 'code' | 'status' | 'error' | 'suberror' | 'claims' | 'text'>;

const { clientId, displayName } = DEFAULT_APP;
const SOME_ID = '7d8cbd6d-2a0c-4a57-8b9e-0f3d2c1b4a59';
const SOME_DAY = Date.parse('2026-03-02T03:54:33Z');
const A_DAY_LATER = SOME_DAY + 24 * 3600 * 1000;
const UNAUTHORIZED = { status: 401 };

const requiring = (policies: 'polids' | 'capolids') =>
  JSON.stringify({ access_token: { [policies]: { essential: true, values: [SOME_ID] } } });

/** The texts name the default application, whichever is registered. */
const ERRORS: readonly EntraError[] = [
  wrongSecret(clientId),
  expiredSecret(clientId),
  missingCredential(),
  new EntraError(
    700025,
    'invalid_client',
    "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
    UNAUTHORIZED,
  ),
  unknownAssertionKey(),
  new EntraError(
    700024,
    'invalid_client',
    'Client assertion is not within its valid time range. Current time: 2026-03-02T03:54:33Z, assertion valid from ' +
      '2026-03-02T02:44:33Z, expiry time of assertion 2026-03-02T02:54:33Z.',
    UNAUTHORIZED,
  ),
  ...[700213, 70021].map(
    (code) =>
      new EntraError(
        code,
        'invalid_client',
        "No matching federated identity record found for presented assertion subject 'some-subject'.",
        UNAUTHORIZED,
      ),
  ),
  unknownClient(clientId, 'the-directory'),
  codeAlreadyRedeemed(),
  codeExpired(),
  verifierMismatch(),
  new EntraError(50148, 'invalid_grant', verifierMismatch().text),
  replyAddressMismatch('http://localhost:5000/elsewhere', 'http://localhost:5000/getAToken'),
  malformedRequest(),
  missingParameter('grant_type'),
  invalidScope('not-a-scope'),
  unknownResource('https://api.example', 'the-directory'),
  consentRequired(clientId, displayName, 'invalid_grant'),
  new EntraError(
    50076,
    'invalid_grant',
    'Due to a configuration change made by your administrator, or because you moved to a new location, you must use ' +
      "multi-factor authentication to access '00000003-0000-0000-c000-000000000000'.",
    { suberror: 'basic_action' },
  ),
  new EntraError(
    50079,
    'interaction_required',
    'Due to a configuration change made by your administrator, or because you moved to a new location, you must ' +
      "enroll in multi-factor authentication to access '00000003-0000-0000-c000-000000000000'.",
    { claims: requiring('polids') },
  ),
  new EntraError(
    53003,
    'invalid_grant',
    'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
    { suberror: 'message_only', claims: requiring('capolids') },
  ),
  grantRevoked(SOME_DAY, A_DAY_LATER),
  refreshTokenInactive(SOME_DAY),
  new EntraError(
    700081,
    'invalid_grant',
    'The refresh token has expired due to maximum lifetime. The token was issued on 2026-03-02T03:54:33Z and the ' +
      'maximum allowed lifetime for this application is 1.00:00:00.',
  ),
  new EntraError(
    700084,
    'invalid_grant',
    'The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of ' +
      '1.00:00:00, which cannot be extended. It is now expired and a new sign in request must be sent.',
  ),
  new EntraError(
    50105,
    'invalid_grant',
    `Your administrator has configured the application ${displayName} ('${clientId}') to block users unless they ` +
      "are specifically granted ('assigned') access to the application.",
  ),
  new EntraError(
    50196,
    'invalid_grant',
    'The server terminated an operation because it encountered a client request loop.',
  ),
  new EntraError(
    50034,
    'invalid_grant',
    'The user account does not exist in the directory. To sign into this application, the account must be added to ' +
      'the directory.',
    { suberror: 'bad_token' },
  ),
  new EntraError(50057, 'invalid_grant', 'The user account is disabled.', { suberror: 'bad_token' }),
  new EntraError(
    50132,
    'invalid_grant',
    'The session is not valid due to password expiration or recent password change.',
    { suberror: 'bad_token' },
  ),
  new EntraError(
    50133,
    'invalid_grant',
    'The session is not valid due to password expiration or recent password change.',
    { suberror: 'bad_token' },
  ),
  new EntraError(
    70043,
    'invalid_grant',
    'The refresh token has expired or is invalid due to sign-in frequency checks by conditional access. The token ' +
      'was issued on 2026-03-02T03:54:33Z and the maximum allowed lifetime for this request is 3600.',
    { suberror: 'bad_token' },
  ),
  new EntraError(
    70016,
    'authorization_pending',
    'OAuth 2.0 device flow error. Authorization is pending. Continue polling.',
  ),
];

/** What `token-refused` can say, each AADSTS number once. */
export const REFUSALS: readonly Refusal[] = ERRORS;

/** @throws RangeError when it is none of {@link REFUSALS} */
export function refusalOf(code: number): EntraError {
  const error = ERRORS.find((candidate) => candidate.code === code);
  if (error === undefined) throw new RangeError(`The emulator knows no refusal AADSTS${code}.`);
  return error;
}
