import { type AadstsExplanation, explanationsOf } from './aadsts-words.js';
import { mendedByAdministrator } from './mended-by-administrator.js';
import { mendedByNobody } from './mended-by-nobody.js';
import { mendedByPerson } from './mended-by-person.js';
import { mendedInCredential } from './mended-in-credential.js';
import { mendedInRegistration } from './mended-in-registration.js';
import { mendedInRequest } from './mended-in-request.js';

/** The heading for what somebody else than the person has to mend. */
export const REFUSED_TITLE = 'Microsoft refused the sign-in';

/**
 * Every AADSTS code that comes to this service and that it explains. It explains and decides nothing: Microsoft may change
 * numbers, so status and redirect follow from the OAuth `error` alone, and so does the error code, but for the two names
 * of an `access_denied` (see {@link isAboutConsent}).
 */
export const aadstsTable: readonly AadstsExplanation[] = [
  ...explanationsOf('person', mendedByPerson),
  ...explanationsOf('administrator', mendedByAdministrator),
  ...[mendedInCredential, mendedInRegistration, mendedInRequest].flatMap((words) => explanationsOf('developer', words)),
  ...explanationsOf('nobody', mendedByNobody),
];

const byNumber = new Map(aadstsTable.flatMap((entry) => entry.codes.map((code) => [code, entry])));

/** What is missing is consent to the permissions that the service asks for, and nothing else. */
const ABOUT_CONSENT = new Set([65001, 65004, 90094, 90095, 90099]);

/** Nine digits are more than Microsoft uses. Whoever sends more, or anything else, wants to see it in a page. */
const CODE = /^AADSTS(\d{1,9})$/;

/**
 * @param code `AADSTS` and at most nine digits
 * @returns an explanation for any such code, a general one for an unknown; undefined for anything else
 */
export function interpretAadsts(code: string | undefined): AadstsExplanation | undefined {
  const number = numberOf(code);
  return number === undefined ? undefined : (byNumber.get(number) ?? unknown(number));
}

/**
 * True of a code that says that consent is missing. Entra calls a refusal by policy `access_denied` like a person's own
 * No: the number alone tells that the person declined nothing.
 */
export function isAboutConsent(code: string | undefined): boolean {
  const number = numberOf(code);
  return number !== undefined && ABOUT_CONSENT.has(number);
}

function numberOf(code = ''): number | undefined {
  const digits = CODE.exec(code)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function unknown(number: number): AadstsExplanation {
  return {
    codes: [number],
    mender: 'administrator',
    happened: 'Microsoft refused with a code that this service does not explain.',
    remedy: 'Give the code, the correlation ID and the time to your administrator.',
    lookUpUrl: `https://login.microsoftonline.com/error?code=${number}`,
  };
}
