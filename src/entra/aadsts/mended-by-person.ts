import type { AadstsEntry } from './aadsts-entry.js';
import { ADMIN_CONSENT, DEVICES, SIGN_IN_LOG, USERS } from './places.js';

const SIGN_IN_AGAIN = 'Sign in again.';

/** What whoever signs in can put right. */
export const mendedByPerson: readonly AadstsEntry[] = [
  {
    codes: [16000],
    happened: 'Several accounts are signed in at Microsoft in this browser, and none of them was chosen.',
    remedy: 'Sign in again and choose the account that you want to use.',
  },
  {
    codes: [50013],
    happened: 'Microsoft did not accept the token that was to prove who is signed in.',
    remedy: SIGN_IN_AGAIN,
  },
  {
    codes: [50020, 50177, 90072],
    happened: 'The account belongs to another organisation and is not a guest of this one.',
    remedy:
      'Sign in with an account of this organisation. If this account should have access, an administrator has to invite it as a guest.',
    place: `${USERS} → New user → Invite external user`,
    shownBy: 'either',
  },
  {
    codes: [50034],
    happened: 'This organisation has no such account.',
    remedy: 'Look for a slip in the user name, or sign in with another account.',
    shownBy: 'either',
  },
  {
    codes: [50053],
    happened:
      'The account is locked for a while after too many failed tries, or the try came from an address that Microsoft distrusts.',
    remedy: 'Wait, then try again. If that does not help, ask your administrator.',
    shownBy: 'microsoft',
  },
  {
    codes: [50055],
    happened: 'The password of the account has expired.',
    remedy: 'Set a new one on Microsoft’s sign-in page, then sign in again.',
    shownBy: 'microsoft',
  },
  {
    codes: [50056],
    happened: 'The directory holds no usable password for the account.',
    remedy: 'Reset it on Microsoft’s sign-in page, or ask your administrator to set one.',
    place: `${USERS} → the person → Reset password`,
    shownBy: 'microsoft',
  },
  {
    codes: [50126],
    happened: 'User name or password is wrong.',
    remedy: 'Try again, or reset the password on Microsoft’s sign-in page.',
    shownBy: 'either',
  },
  {
    codes: [50058],
    happened: 'The sign-in was to go without asking anybody, but nobody is signed in at Microsoft in this browser.',
    remedy: 'Sign in.',
  },
  {
    codes: [50072, 50079],
    happened: 'The organisation asks for a second proof of who signs in, and none is set up for this account yet.',
    remedy: 'Sign in again and set it up where Microsoft asks for it.',
  },
  {
    codes: [50074, 50076, 50078],
    happened: 'The organisation asks for a second proof of who signs in, and it is missing or too long ago.',
    remedy: 'Sign in again and confirm that it is you.',
  },
  {
    codes: [50158],
    happened: 'Another security service of the organisation asks for a proof that was not given.',
    remedy: 'Sign in again and give it.',
  },
  {
    codes: [50085],
    happened: 'The account is kept by another provider, which has to be asked again.',
    remedy: SIGN_IN_AGAIN,
  },
  {
    codes: [50089],
    happened: 'The steps of this sign-in took too long.',
    remedy: SIGN_IN_AGAIN,
  },
  {
    codes: [50097],
    happened: 'The organisation lets in devices that it knows, and this one did not identify itself.',
    remedy: 'Sign in again on a device that your organisation knows.',
  },
  {
    codes: [50129],
    happened: 'The organisation lets in only devices that are registered with it, and this one is not.',
    remedy:
      'Add your work or school account in the settings of the device, then sign in again. If you can’t, ask your administrator to register the device.',
    place: DEVICES,
    shownBy: 'either',
  },
  {
    codes: [50132, 50133, 50173],
    happened:
      'The earlier sign-in is no longer valid: the password was changed or has expired, or the sign-in was revoked.',
    remedy: SIGN_IN_AGAIN,
  },
  {
    codes: [50140],
    happened: 'Microsoft’s question whether to stay signed in is still open.',
    remedy: 'Sign in again and answer it.',
  },
  {
    codes: [50148, 501481],
    happened: 'The proof that belongs to this sign-in did not fit it, as when two sign-ins have been mixed up.',
    remedy: 'Sign in again. If it happens every time, tell the team that runs this service.',
  },
  {
    codes: [53000, 53001, 530003],
    happened: 'The organisation lets in only devices that it manages and that are in order.',
    remedy: 'Use a device that your organisation manages. If this is one, ask your administrator what it lacks.',
    place: SIGN_IN_LOG,
    shownBy: 'either',
  },
  {
    codes: [53002],
    happened: 'The organisation lets in only apps that it has approved, and this one is not among them.',
    remedy: 'Use an approved app or browser. Your administrator knows which they are.',
    place: SIGN_IN_LOG,
    shownBy: 'either',
  },
  {
    codes: [53004, 53010],
    happened: 'A second proof of who signs in has to be set up first, and Microsoft does not allow that from here.',
    remedy:
      'Set it up at a place and on a device that your organisation trusts, then sign in again. If you can’t, ask your administrator.',
    place: SIGN_IN_LOG,
    shownBy: 'either',
  },
  {
    codes: [54005, 90056],
    happened: 'This sign-in was used before, as when its page is opened twice.',
    remedy: SIGN_IN_AGAIN,
  },
  {
    codes: [65001],
    aboutConsent: true,
    happened: 'The permissions that the service asks for have not been accepted yet.',
    remedy: 'Sign in again and accept them. If Microsoft does not let you, an administrator can accept for everybody.',
    place: ADMIN_CONSENT,
  },
  {
    codes: [65004],
    aboutConsent: true,
    happened: 'The permissions that the service asks for were declined, and it can’t work without them.',
    remedy: 'Sign in again and accept them.',
  },
  {
    codes: [650051],
    happened:
      'The permissions were accepted, but Microsoft could not add the app to the organisation, as when it was added or removed a moment ago.',
    remedy:
      'Wait some minutes, then sign in again. If that does not help, an administrator can accept the permissions for everybody; Microsoft’s sentence says what stands in the way.',
    place: ADMIN_CONSENT,
  },
  {
    codes: [70000],
    happened: 'This sign-in does not cover what the service asks for now.',
    remedy: SIGN_IN_AGAIN,
  },
  {
    codes: [70008, 700081, 700082, 700084],
    happened: 'The sign-in has expired: it is too old, or was not used for too long.',
    remedy: SIGN_IN_AGAIN,
  },
  {
    codes: [70016],
    happened: 'The sign-in with a device code waits for somebody to enter the code.',
    remedy: 'Enter the code on Microsoft’s page. It goes on by itself.',
  },
  {
    codes: [70018],
    happened: 'The device code is not one that Microsoft gave.',
    remedy: 'Start again and enter the code as it is shown.',
  },
  {
    codes: [70019, 70020],
    happened: 'The device code expired before it was entered.',
    remedy: 'Start again and enter the new code sooner.',
  },
  {
    codes: [70043, 70044],
    happened: 'The organisation asks for a new sign-in every so often, and it is time for one.',
    remedy: SIGN_IN_AGAIN,
  },
  {
    codes: [700003],
    happened: 'The organisation no longer knows the device of this sign-in.',
    remedy: 'Sign in again. If that does not help, ask your administrator whether the device was removed.',
    place: DEVICES,
  },
  {
    codes: [900561],
    happened: 'A page that is only a step of signing in was opened on its own, from a bookmark or by going back.',
    remedy: 'Start the sign-in again at this service.',
    shownBy: 'microsoft',
  },
  {
    codes: [9002341],
    happened: 'Microsoft needs your permission to use the account of this device here, too.',
    remedy: 'Sign in again and allow it.',
  },
];
