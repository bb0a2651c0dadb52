import { interpretAadsts, isAboutConsent, REFUSED_TITLE } from '../entra/aadsts/aadsts.js';
import type { AadstsExplanation } from '../entra/aadsts/aadsts-words.js';
import type { AppError, ErrorEntry, Mender } from '../common/app-error.js';

/** What is said of an error: by Entra's code where the table has it, else by our own. */
export interface ErrorExplanation extends Pick<AadstsExplanation, 'happened' | 'mender' | 'place' | 'lookUpUrl'> {
  /** The page's heading. */
  title: string;
  /** What to do, to whoever can mend it. Unset where `happened` says it all. */
  remedy?: string;
  /** Whom to hand Entra's codes on to, where whoever sees them can do no more. */
  handTo?: string | undefined;
}

const HAND_TO: { readonly [Key in Mender]?: string } = {
  administrator: 'your administrator',
  developer: 'the team that runs this service',
};

const UNKNOWN_CODE_STAYS =
  'If that does not help, give the code, the correlation ID and the time to your administrator.';

/** The words for an error. They go by the AADSTS code; nothing that anybody decides by does. */
export function explainError({ entry, entra, graphCode, graphRequestId, hint }: AppError): ErrorExplanation {
  const { title, detail, mender } = entry;
  const graphs = joinPresent(
    [graphCode && `reason: ${graphCode}`, graphRequestId && `request id: ${graphRequestId}`],
    ', ',
  );
  const happened = joinPresent([detail, graphs && `(Microsoft Graph’s ${graphs})`, hint]);
  const ours = { title, happened, mender };

  const theirs = keepsItsWords(entry, entra?.aadsts) ? undefined : interpretAadsts(entra?.aadsts);
  if (theirs === undefined) return ours;
  const { codes: _codes, ...words } = theirs;
  if (words.lookUpUrl !== undefined && mender !== 'administrator') {
    // The OAuth error says more than that its number is unknown.
    const handTo = HAND_TO[mender];
    return { ...ours, ...(handTo === undefined && { remedy: UNKNOWN_CODE_STAYS }), handTo, lookUpUrl: words.lookUpUrl };
  }
  const handTo = HAND_TO[words.mender];
  // "You did not accept" is no heading for what an administrator forbids.
  return { ...words, title: handTo !== undefined && mender === 'person' ? REFUSED_TITLE : title, handTo };
}

function keepsItsWords({ keepsItsWords: when }: ErrorEntry, aadsts: string | undefined): boolean {
  return when === 'always' || (when === 'about_consent' && isAboutConsent(aadsts));
}

/** The parts that there are, in one string. */
export function joinPresent(parts: readonly (string | undefined)[], divider = ' '): string {
  return parts.filter(Boolean).join(divider);
}
