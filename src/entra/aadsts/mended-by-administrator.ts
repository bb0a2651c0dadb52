import type { PlacedAadstsWords } from './aadsts-words.js';
import { ADMIN_CENTER, ADMIN_CONSENT, ENTERPRISE_APP, ENTERPRISE_APPS, SIGN_IN_LOG, USERS } from './places.js';

/** What an administrator of the organisation (the tenant) has to allow, assign or enable. */
export const mendedByAdministrator: PlacedAadstsWords = {
  50057: [
    'The account is disabled.',
    'Enable it, if the person should have access.',
    `${USERS} → the person → Properties → Account enabled`,
  ],
  50105: [
    'The organisation lets only assigned people use this app, and this account is not assigned.',
    'Assign the person, or a group that they are a direct member of, to the app.',
    `${ENTERPRISE_APP} → Users and groups → Add user/group`,
  ],
  '50131, 53003': [
    'A Conditional Access policy of the organisation does not allow this sign-in.',
    'Find the sign-in by its correlation ID and see which policy refused it. Then meet what the policy asks for, or change it.',
    SIGN_IN_LOG,
  ],
  '53011, 530034': [
    'The organisation that the account belongs to takes it to be at risk.',
    'Look into the risk in that organisation, and dismiss or remedy it there.',
    `${ADMIN_CENTER} → ID Protection → Risky users`,
  ],
  530032: [
    'A security policy of the organisation does not allow this sign-in.',
    'Find the sign-in by its correlation ID and see which policy refused it.',
    SIGN_IN_LOG,
  ],
  '500212, 500213': [
    'The rules between the account’s organisation and this one do not allow the sign-in.',
    'Allow it on both sides: outbound in the account’s organisation, inbound in this one.',
    `${ADMIN_CENTER} → External Identities → Cross-tenant access settings → Organizational settings`,
  ],
  500014: [
    'The API that the service asks a token for is switched off in the organisation, or was not paid for.',
    'Let people sign in to the API again; where its subscription has ended, renew that first.',
    `${ENTERPRISE_APPS} → the API that Microsoft’s sentence names → Properties → Enabled for users to sign in`,
  ],
  650052: [
    'The app needs a Microsoft service that the organisation has not subscribed to or not enabled.',
    'Subscribe to the service that Microsoft’s sentence names, or enable it. It then stands in the list of applications.',
    `${ENTERPRISE_APPS} → All applications`,
  ],
  '70001, 7000112': [
    'The app is switched off in the organisation.',
    'Let people sign in to it again.',
    `${ENTERPRISE_APP} → Properties → Enabled for users to sign in`,
  ],
  90094: [
    'Only an administrator may accept the permissions that the service asks for.',
    'Look at the permissions and accept them for the organisation.',
    ADMIN_CONSENT,
  ],
  90095: [
    'An administrator has been asked to approve the app, and has not answered yet.',
    'Answer the request. Until then the person can only wait.',
    `${ENTERPRISE_APPS} → Admin consent requests`,
  ],
  90099: [
    'The organisation has not authorised the app.',
    'Look at the permissions that it asks for and accept them for the organisation.',
    ADMIN_CONSENT,
  ],
};
