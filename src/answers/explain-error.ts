import { interpretAadsts, REFUSED_TITLE } from '../entra/aadsts/aadsts.js';
import type { AppError, Mender } from '../common/app-error.js';

/** What is said of an error: by Entra's code where the table has it, else by our own. */
export interface ErrorExplanation {
  /** The page's heading. */
  title: string;
  happened: string;
  /** What to do, to whoever can mend it. Unset where `happened` says it all. */
  remedy?: string;
  /** Where that is done. */
  place?: string;
  mender: Mender;
  /** Whom to hand Entra's codes on to, where whoever sees them can do no more. */
  handTo?: string;
  /** Where Microsoft explains a code that we don't. */
  lookUpUrl?: string;
}

const HAND_TO: { readonly [Key in Mender]?: string } = {
  administrator: 'your administrator',
  developer: 'the team that runs this service',
};

const UNKNOWN_CODE_STAYS =
  'If that does not help, give the code, the correlation ID and the time to your administrator.';

/** The words for an error. They go by the AADSTS code; nothing that anybody decides by does. */
export function explainError({ entry, entra, graphCode, graphRequestId, hint }: AppError): ErrorExplanation {
  const { code, title, detail, mender } = entry;
  const graphs = [
    ...(graphCode === undefined ? [] : [`reason: ${graphCode}`]),
    ...(graphRequestId === undefined ? [] : [`request id: ${graphRequestId}`]),
  ].join(', ');
  const ours = {
    title,
    happened: [graphs === '' ? detail : `${detail} (Microsoft Graph’s ${graphs})`, hint].filter(Boolean).join(' '),
    mender,
  };
  const theirs = interpretAadsts(entra?.aadsts);
  // What the table says of consent is said to a person who can accept for themselves.
  if (theirs === undefined || (theirs.aboutConsent && code === 'admin_consent_refused')) return ours;
  // The OAuth error says more than that its number is unknown.
  if (theirs.lookUpUrl !== undefined && mender !== 'administrator') {
    const next = HAND_TO[mender];
    return {
      ...ours,
      ...(next === undefined ? { remedy: UNKNOWN_CODE_STAYS } : { handTo: next }),
      lookUpUrl: theirs.lookUpUrl,
    };
  }
  const { codes: _codes, shownBy: _shownBy, aboutConsent: _aboutConsent, ...explanation } = theirs;
  const handTo = HAND_TO[theirs.mender];
  return {
    ...explanation,
    // "You did not accept" is no heading for what an administrator forbids.
    title: handTo !== undefined && mender === 'person' ? REFUSED_TITLE : title,
    ...(handTo !== undefined && { handTo }),
  };
}
