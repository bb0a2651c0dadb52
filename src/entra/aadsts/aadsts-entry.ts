/** What is said of one AADSTS code, or of several that come to the same. Sentences are whole, with a full stop. */
export interface AadstsEntry {
  /** Without the letters. */
  codes: readonly number[];
  /** One sentence, to whoever sees the code. */
  happened: string;
  /** What to do, to whoever can mend it. */
  remedy: string;
  /** Where that is done, or, where the person can't do it alone, where an administrator helps. Has no full stop. */
  place?: string;
  /**
   * Who shows it. `microsoft`: only a page of Microsoft's, nothing comes back to this service. `either`: Microsoft at an
   * ordinary sign-in, this service at a silent one or when a token is renewed. Unset: this service.
   */
  shownBy?: 'microsoft' | 'either';
  /** What is missing is consent to the permissions that the service asks for, and nothing else. */
  aboutConsent?: true;
}

/** Whoever has to change a setting is told which. */
export type PlacedAadstsEntry = AadstsEntry & { place: string };
