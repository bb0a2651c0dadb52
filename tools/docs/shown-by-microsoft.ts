import { type AadstsExplanation, explanationsOf } from '../../src/entra/aadsts/aadsts-words.js';
import { ADMIN_CENTER, USERS, WEB_REDIRECT_URIS } from '../../src/entra/aadsts/places.js';

/** AADSTS codes that only Microsoft's own pages show: nothing comes back to the service, so it knows no words for them. */
export const shownByMicrosoftAlone: readonly AadstsExplanation[] = [
  ...explanationsOf('person', {
    50053: [
      'The account is locked for a while after too many failed tries, or the try came from an address that Microsoft distrusts.',
      'Wait, then try again. If that does not help, ask your administrator.',
    ],
    50056: [
      'The directory holds no usable password for the account.',
      'Reset it on Microsoft’s sign-in page, or ask your administrator to set one.',
      `${USERS} → the person → Reset password`,
    ],
    900561: [
      'A page that is only a step of signing in was opened on its own, from a bookmark or by going back.',
      'Start the sign-in again at this service.',
    ],
  }),
  ...explanationsOf('administrator', {
    530035: [
      'The security defaults of the organisation do not allow this sign-in.',
      'Sign in another way that the defaults allow. To decide it app by app, use Conditional Access in their place.',
      `${ADMIN_CENTER} → Overview → Properties → Manage security defaults`,
    ],
    '500021, 500022': [
      'The network allows sign-ins to certain organisations only, and this is not one of them.',
      'Add this organisation to those that the network’s proxy permits, or use another network.',
      'the proxy of the network: its tenant restrictions',
    ],
    500208: [
      'Accounts of this domain can’t be used to sign in here.',
      'Give the person an account of the organisation, or invite theirs as a guest.',
      `${USERS} → New user`,
    ],
    54000: [
      'The account is that of a minor, who may not use this app without consent.',
      'Check the age group of the account, and record the consent where there is one.',
      `${USERS} → the person → Properties → Age group and Consent provided for minor`,
    ],
  }),
  ...explanationsOf('developer', {
    50011: [
      'The address that Microsoft should send people back to is not registered for the app.',
      'Register BASE_URL followed by /getAToken for the platform Web, letter for letter, or correct BASE_URL.',
      WEB_REDIRECT_URIS,
    ],
    '500113, 900971': [
      'No address is registered that Microsoft could send people back to.',
      'Register BASE_URL followed by /getAToken for the platform Web.',
      WEB_REDIRECT_URIS,
    ],
  }),
];

/** Codes that Microsoft shows at an ordinary sign-in, and the service at a silent one or when a token is renewed. */
export const shownByMicrosoftToo: ReadonlySet<number> = new Set([
  50020, 50034, 50055, 50057, 50105, 50126, 50129, 50131, 50177, 50194, 53000, 53001, 53002, 53003, 53004, 53010, 53011,
  65005, 90002, 90008, 90072, 90094, 90095, 500212, 500213, 530003, 530032, 530034, 650052, 650053, 650056, 650057,
  700016,
]);
