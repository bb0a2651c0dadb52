import { DEFAULT_APP } from '../options.js';
import { EntraError } from './entra-error.js';
import { notAssigned, strongerSignInNeeded } from './shared-errors.js';

const { clientId, displayName } = DEFAULT_APP;
const SOME_ID = '7d8cbd6d-2a0c-4a57-8b9e-0f3d2c1b4a59';

const requiring = (policies: 'polids' | 'capolids') =>
  JSON.stringify({ access_token: { [policies]: { essential: true, values: [SOME_ID] } } });

/** What the rules of an organisation forbid a person, a device or a session. */
export const POLICY_REFUSALS: readonly EntraError[] = [
  strongerSignInNeeded('00000003-0000-0000-c000-000000000000'),
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
  notAssigned({ clientId, displayName }, 'invalid_grant'),
  new EntraError(
    50129,
    'invalid_grant',
    'Device is not workplace joined. Workplace join is required to register the device.',
  ),
  new EntraError(
    50177,
    'interaction_required',
    "User account '{EmailHidden}' from identity provider 'https://sts.windows.net/" +
      `${SOME_ID}/' does not exist in tenant 'the-directory' and cannot access the application '${clientId}'` +
      `(${displayName}) in that tenant. The account needs to be added as an external user in the tenant first. Sign ` +
      'out and sign in again with a different Azure Active Directory user account.',
  ),
  new EntraError(530003, 'invalid_grant', 'Your device is required to be managed to access this resource.'),
  new EntraError(
    70043,
    'invalid_grant',
    'The refresh token has expired or is invalid due to sign-in frequency checks by conditional access. The token was ' +
      'issued on 2026-03-02T03:54:33.8043551Z and the maximum allowed lifetime for this request is 43200.',
    { suberror: 'bad_token' },
  ),
  new EntraError(
    70044,
    'interaction_required',
    'The session has expired or is invalid due to sign-in frequency checks by conditional access.',
    { suberror: 'token_expired' },
  ),
];
