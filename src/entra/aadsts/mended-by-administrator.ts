import type { PlacedAadstsEntry } from './aadsts-entry.js';
import {
  ADMIN_CONSENT,
  CROSS_TENANT,
  ENTERPRISE_APP,
  ENTERPRISE_APPS,
  RISKY_USERS,
  SIGN_IN_LOG,
  TENANT_PROPERTIES,
  USERS,
} from './places.js';

/** What an administrator of the organisation (the tenant) has to allow, assign or enable. */
export const mendedByAdministrator: readonly PlacedAadstsEntry[] = [
  {
    codes: [50057],
    happened: 'The account is disabled.',
    remedy: 'Enable it, if the person should have access.',
    place: `${USERS} → the person → Properties → Account enabled`,
    shownBy: 'either',
  },
  {
    codes: [50105],
    happened: 'The organisation lets only assigned people use this app, and this account is not assigned.',
    remedy: 'Assign the person, or a group that they are a direct member of, to the app.',
    place: `${ENTERPRISE_APP} → Users and groups → Add user/group`,
    shownBy: 'either',
  },
  {
    codes: [50131, 53003],
    happened: 'A Conditional Access policy of the organisation does not allow this sign-in.',
    remedy:
      'Find the sign-in by its correlation ID and see which policy refused it. Then meet what the policy asks for, or change it.',
    place: SIGN_IN_LOG,
    shownBy: 'either',
  },
  {
    codes: [53011, 530034],
    happened: 'The organisation that the account belongs to takes it to be at risk.',
    remedy: 'Look into the risk in that organisation, and dismiss or remedy it there.',
    place: RISKY_USERS,
    shownBy: 'either',
  },
  {
    codes: [530032],
    happened: 'A security policy of the organisation does not allow this sign-in.',
    remedy: 'Find the sign-in by its correlation ID and see which policy refused it.',
    place: SIGN_IN_LOG,
    shownBy: 'microsoft',
  },
  {
    codes: [530035],
    happened: 'The security defaults of the organisation do not allow this sign-in.',
    remedy:
      'Sign in another way that the defaults allow. To decide it app by app, use Conditional Access in their place.',
    place: `${TENANT_PROPERTIES} → Manage security defaults`,
    shownBy: 'microsoft',
  },
  {
    codes: [500021, 500022],
    happened: 'The network allows sign-ins to certain organisations only, and this is not one of them.',
    remedy: 'Add this organisation to those that the network’s proxy permits, or use another network.',
    place: 'the proxy of the network: its tenant restrictions',
    shownBy: 'microsoft',
  },
  {
    codes: [500208],
    happened: 'Accounts of this domain can’t be used to sign in here.',
    remedy: 'Give the person an account of the organisation, or invite theirs as a guest.',
    place: `${USERS} → New user`,
    shownBy: 'microsoft',
  },
  {
    codes: [500212, 500213],
    happened: 'The rules between the account’s organisation and this one do not allow the sign-in.',
    remedy: 'Allow it on both sides: outbound in the account’s organisation, inbound in this one.',
    place: `${CROSS_TENANT} → Organizational settings`,
    shownBy: 'microsoft',
  },
  {
    codes: [54000],
    happened: 'The account is that of a minor, who may not use this app without consent.',
    remedy: 'Check the age group of the account, and record the consent where there is one.',
    place: `${USERS} → the person → Properties → Age group and Consent provided for minor`,
    shownBy: 'microsoft',
  },
  {
    codes: [500014],
    happened: 'The API that the service asks a token for is switched off in the organisation, or was not paid for.',
    remedy: 'Let people sign in to the API again; where its subscription has ended, renew that first.',
    place: `${ENTERPRISE_APPS} → the API that Microsoft’s sentence names → Properties → Enabled for users to sign in`,
  },
  {
    codes: [650052],
    happened: 'The app needs a Microsoft service that the organisation has not subscribed to or not enabled.',
    remedy:
      'Subscribe to the service that Microsoft’s sentence names, or enable it. It then stands in the list of applications.',
    place: `${ENTERPRISE_APPS} → All applications`,
    shownBy: 'either',
  },
  {
    codes: [70001, 7000112],
    happened: 'The app is switched off in the organisation.',
    remedy: 'Let people sign in to it again.',
    place: `${ENTERPRISE_APP} → Properties → Enabled for users to sign in`,
  },
  {
    codes: [90094],
    aboutConsent: true,
    happened: 'Only an administrator may accept the permissions that the service asks for.',
    remedy: 'Look at the permissions and accept them for the organisation.',
    place: ADMIN_CONSENT,
    shownBy: 'microsoft',
  },
  {
    codes: [90095],
    aboutConsent: true,
    happened: 'An administrator has been asked to approve the app, and has not answered yet.',
    remedy: 'Answer the request. Until then the person can only wait.',
    place: `${ENTERPRISE_APPS} → Admin consent requests`,
    shownBy: 'microsoft',
  },
  {
    codes: [90099],
    aboutConsent: true,
    happened: 'The organisation has not authorised the app.',
    remedy: 'Look at the permissions that it asks for and accept them for the organisation.',
    place: ADMIN_CONSENT,
  },
];
