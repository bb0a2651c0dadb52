/** Who can do something about an error. */
export type Mender = 'person' | 'administrator' | 'developer' | 'nobody';

/** What is said of one error, whoever asks. */
export interface CatalogueEntry {
  status: number;
  /** What the error page offers first: to sign in, also as somebody else, or to ask for the same thing again. */
  next?: 'sign_in' | 'other_account' | 'retry';
  title: string;
  /** Said to whoever sees the error: what happened and what to do. */
  detail: string;
  mender: Mender;
}
