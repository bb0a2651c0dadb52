import { DEFAULT_APP } from '../options.js';
import { DEFAULT_TENANT_ID } from '../people.js';
import { EntraError } from './entra-error.js';
import {
  consentRequired,
  duplicatedParameter,
  invalidScope,
  malformedRequest,
  missingParameter,
  moreThanOneResource,
  unknownClient,
  unknownResource,
} from './shared-errors.js';
import { POLICY_REFUSALS } from './policy-refusals.js';
import {
  assertionOutOfTime,
  clientIsPublic,
  expiredSecret,
  missingCredential,
  noFederatedRecord,
  unknownAssertionKey,
  wrongSecret,
} from './client-errors.js';
import {
  codeAlreadyRedeemed,
  codeExpired,
  devicePending,
  grantRevoked,
  missingServicePrincipal,
  refreshTokenInactive,
  replyAddressMismatch,
  requestLoop,
  resourceDisabled,
  verifierMismatch,
} from './token-errors.js';

/** An error of the token endpoint, as its answer has it. */
export type Refusal = Pick<EntraError, 'code' | 'status' | 'error' | 'suberror' | 'claims' | 'text'>;

const { clientId, displayName } = DEFAULT_APP;
const SOME_DAY = Date.parse('2026-03-02T03:54:33Z');
const A_DAY_LATER = SOME_DAY + 24 * 3600 * 1000;
const UNAUTHORIZED = { status: 401 };

/** The texts name the default application, whichever is registered. */
const ERRORS: readonly EntraError[] = [
  wrongSecret(clientId),
  expiredSecret(clientId),
  missingCredential(),
  clientIsPublic(),
  unknownAssertionKey('11FE22DC33BA44987655667788990011AABBCCDD', clientId),
  assertionOutOfTime(SOME_DAY, SOME_DAY / 1000 - 4200, SOME_DAY / 1000 - 3600),
  noFederatedRecord('subject', 'some-subject'),
  new EntraError(
    70021,
    'invalid_client',
    "No matching federated identity record found for presented assertion subject 'some-subject'.",
    UNAUTHORIZED,
  ),
  unknownClient(clientId, 'the-directory'),
  missingServicePrincipal(clientId, DEFAULT_TENANT_ID),
  codeAlreadyRedeemed(),
  codeExpired(),
  verifierMismatch(),
  new EntraError(50148, 'invalid_grant', verifierMismatch().text),
  replyAddressMismatch('http://localhost:5000/elsewhere', 'http://localhost:5000/getAToken'),
  malformedRequest(),
  missingParameter('grant_type'),
  duplicatedParameter('scope'),
  invalidScope('not-a-scope'),
  moreThanOneResource('https://graph.microsoft.com/User.Read https://api.example/Read openid'),
  unknownResource('https://api.example', 'the-directory'),
  resourceDisabled('https://api.example'),
  consentRequired({ clientId, displayName }, 'invalid_grant'),
  ...POLICY_REFUSALS,
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
  requestLoop(),
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
  devicePending(),
];

/** What `token-refused` can say, each AADSTS number once. */
export const REFUSALS: readonly Refusal[] = ERRORS;

/** @throws RangeError when it is none of {@link REFUSALS} */
export function refusalOf(code: number): EntraError {
  const error = ERRORS.find((candidate) => candidate.code === code);
  if (error === undefined) throw new RangeError(`The emulator knows no refusal AADSTS${code}.`);
  return error;
}
