import type { AadstsWords } from './aadsts-words.js';
import { ADMIN_CONSENT, DEVICES, SIGN_IN_LOG, USERS } from './places.js';

const SIGN_IN_AGAIN = 'Sign in again.';

/** What whoever signs in can put right. */
export const mendedByPerson: AadstsWords = {
  16000: [
    'Several accounts are signed in at Microsoft in this browser, and none of them was chosen.',
    'Sign in again and choose the account that you want to use.',
  ],
  50013: ['Microsoft did not accept the token that was to prove who is signed in.', SIGN_IN_AGAIN],
  '50020, 50177, 90072': [
    'The account belongs to another organisation and is not a guest of this one.',
    'Sign in with an account of this organisation. If this account should have access, an administrator has to invite it as a guest.',
    `${USERS} → New user → Invite external user`,
  ],
  50034: [
    'This organisation has no such account.',
    'Look for a slip in the user name, or sign in with another account.',
  ],
  50055: ['The password of the account has expired.', 'Set a new one on Microsoft’s sign-in page, then sign in again.'],
  50126: ['User name or password is wrong.', 'Try again, or reset the password on Microsoft’s sign-in page.'],
  50058: [
    'The sign-in was to go without asking anybody, but nobody is signed in at Microsoft in this browser.',
    'Sign in.',
  ],
  '50072, 50079': [
    'The organisation asks for a second proof of who signs in, and none is set up for this account yet.',
    'Sign in again and set it up where Microsoft asks for it.',
  ],
  '50074, 50076, 50078': [
    'The organisation asks for a second proof of who signs in, and it is missing or too long ago.',
    'Sign in again and confirm that it is you.',
  ],
  50158: [
    'Another security service of the organisation asks for a proof that was not given.',
    'Sign in again and give it.',
  ],
  50085: ['The account is kept by another provider, which has to be asked again.', SIGN_IN_AGAIN],
  50089: ['The steps of this sign-in took too long.', SIGN_IN_AGAIN],
  50097: [
    'The organisation lets in devices that it knows, and this one did not identify itself.',
    'Sign in again on a device that your organisation knows.',
  ],
  50129: [
    'The organisation lets in only devices that are registered with it, and this one is not.',
    'Add your work or school account in the settings of the device, then sign in again. If you can’t, ask your administrator to register the device.',
    DEVICES,
  ],
  '50132, 50133, 50173': [
    'The earlier sign-in is no longer valid: the password was changed or has expired, or the sign-in was revoked.',
    SIGN_IN_AGAIN,
  ],
  50140: ['Microsoft’s question whether to stay signed in is still open.', 'Sign in again and answer it.'],
  '50148, 501481': [
    'The proof that belongs to this sign-in did not fit it, as when two sign-ins have been mixed up.',
    'Sign in again. If it happens every time, tell the team that runs this service.',
  ],
  '53000, 53001, 530003': [
    'The organisation lets in only devices that it manages and that are in order.',
    'Use a device that your organisation manages. If this is one, ask your administrator what it lacks.',
    SIGN_IN_LOG,
  ],
  53002: [
    'The organisation lets in only apps that it has approved, and this one is not among them.',
    'Use an approved app or browser. Your administrator knows which they are.',
    SIGN_IN_LOG,
  ],
  '53004, 53010': [
    'A second proof of who signs in has to be set up first, and Microsoft does not allow that from here.',
    'Set it up at a place and on a device that your organisation trusts, then sign in again. If you can’t, ask your administrator.',
    SIGN_IN_LOG,
  ],
  '54005, 90056': ['This sign-in was used before, as when its page is opened twice.', SIGN_IN_AGAIN],
  65001: [
    'The permissions that the service asks for have not been accepted yet.',
    'Sign in again and accept them. If Microsoft does not let you, an administrator can accept for everybody.',
    ADMIN_CONSENT,
  ],
  65004: [
    'The permissions that the service asks for were declined, and it can’t work without them.',
    'Sign in again and accept them.',
  ],
  650051: [
    'The permissions were accepted, but Microsoft could not add the app to the organisation, as when it was added or removed a moment ago.',
    'Wait some minutes, then sign in again. If that does not help, an administrator can accept the permissions for everybody; Microsoft’s sentence says what stands in the way.',
    ADMIN_CONSENT,
  ],
  70000: ['This sign-in does not cover what the service asks for now.', SIGN_IN_AGAIN],
  '70008, 700081, 700082, 700084': [
    'The sign-in has expired: it is too old, or was not used for too long.',
    SIGN_IN_AGAIN,
  ],
  70016: [
    'The sign-in with a device code waits for somebody to enter the code.',
    'Enter the code on Microsoft’s page. It goes on by itself.',
  ],
  70018: ['The device code is not one that Microsoft gave.', 'Start again and enter the code as it is shown.'],
  '70019, 70020': ['The device code expired before it was entered.', 'Start again and enter the new code sooner.'],
  '70043, 70044': ['The organisation asks for a new sign-in every so often, and it is time for one.', SIGN_IN_AGAIN],
  700003: [
    'The organisation no longer knows the device of this sign-in.',
    'Sign in again. If that does not help, ask your administrator whether the device was removed.',
    DEVICES,
  ],
  9002341: [
    'Microsoft needs your permission to use the account of this device here, too.',
    'Sign in again and allow it.',
  ],
};
