import type { Mender } from '../../common/app-error.js';

/**
 * What is said of AADSTS numbers: one sentence that says what happened, to whoever sees it; what to do, to whoever can
 * mend it; and where that is done, or where an administrator helps a person who can't do it alone. Sentences are whole,
 * with a full stop; a place has none. A key is one number, or several, `'50074, 50076'`, that come to the same.
 */
export type AadstsWords = Readonly<Record<string, readonly [happened: string, remedy: string, place?: string]>>;

/** Whoever has to change a setting is told which. */
export type PlacedAadstsWords = Readonly<Record<string, readonly [happened: string, remedy: string, place: string]>>;

/** What an AADSTS code means, who can mend it and how. */
export interface AadstsExplanation {
  /** The numbers that it is said of. */
  codes: readonly number[];
  mender: Mender;
  happened: string;
  remedy: string;
  place?: string;
  /** Where Microsoft explains the code; only of a code that this service does not explain. */
  lookUpUrl?: string;
}

/** Words as explanations, all for one mender. */
export function explanationsOf(mender: Mender, words: AadstsWords): AadstsExplanation[] {
  return Object.entries(words).map(([numbers, [happened, remedy, place]]) => ({
    codes: numbers.split(', ').map(Number),
    mender,
    happened,
    remedy,
    ...(place !== undefined && { place }),
  }));
}
