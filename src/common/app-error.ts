import type { SignInChallenge } from './sign-in-challenge.js';

/** Who can do something about an error. */
export type Mender = 'person' | 'administrator' | 'developer' | 'nobody';

/** What is said of one error, whoever asks. */
export interface ErrorEntry {
  /** Stable: callers decide by it. */
  code: string;
  status: number;
  mender: Mender;
  /** What the error page offers first: to sign in, also as somebody else, or to ask for the same thing again. */
  next?: 'sign_in' | 'other_account' | 'retry';
  title: string;
  /** Said to whoever sees the error: what happened and what to do. */
  detail: string;
  /**
   * When its own words count, though an AADSTS number came with it: `always` for what is about this service, `about_consent`
   * for what says who may grant permissions. The number is shown all the same.
   */
  keepsItsWords?: 'always' | 'about_consent';
}

/**
 * What is decided of an error, in one line, and then its words.
 * @param next `home` where the page has nothing better to offer than its link to the home page
 */
export function errorEntry(
  status: number,
  mender: Mender,
  next: NonNullable<ErrorEntry['next']> | 'home',
  [title, detail]: readonly [title: string, detail: string],
): Omit<ErrorEntry, 'code'> {
  return { status, mender, ...(next !== 'home' && { next }), title, detail };
}

/** The errors of one room, each with its code in it. Entries of all rooms together are docs/errors.md. */
export function errorEntries<Code extends string>(
  entries: Record<Code, Omit<ErrorEntry, 'code'>>,
): Readonly<Record<Code, ErrorEntry>> {
  const named = Object.entries<Omit<ErrorEntry, 'code'>>(entries).map(([code, entry]) => [code, { code, ...entry }]);
  return Object.fromEntries(named) as Record<Code, ErrorEntry>;
}

/** What Entra says of its own errors: the number to look up and the ids that Microsoft's support asks for. */
export interface EntraErrorDetails {
  /** `AADSTS` and a number of at most nine digits. */
  aadsts?: string;
  /** Entra's sentence, for display only: never decide by it. */
  text?: string;
  correlationId?: string;
  traceId?: string;
  timestamp?: string;
}

/** What goes with an error, besides its code. */
export interface AppErrorOptions {
  cause?: unknown;
  entra?: EntraErrorDetails | undefined;
  /** Graph's `request-id`. */
  graphRequestId?: string | undefined;
  /** Graph's word for what is wrong, such as `Authorization_RequestDenied`. */
  graphCode?: string | undefined;
  retryAfterSeconds?: number | undefined;
  /** One more sentence for whoever sees the error: what only the place where it arises can tell. */
  hint?: string | undefined;
  /** What the next sign-in has to ask for. */
  challenge?: SignInChallenge | undefined;
  /** More for the log, never for an answer. Must hold no token, secret, name or address. */
  log?: Record<string, unknown> | undefined;
}

/** An error that the service answers with: its entry says with which status and in which words. */
export class AppError extends Error {
  override readonly name: string = 'AppError';
  readonly code: string;
  readonly entra: EntraErrorDetails | undefined;
  readonly graphRequestId: string | undefined;
  readonly graphCode: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly hint: string | undefined;
  readonly challenge: SignInChallenge | undefined;
  readonly log: Record<string, unknown> | undefined;

  constructor(
    readonly entry: ErrorEntry,
    options: AppErrorOptions = {},
  ) {
    super(entry.title, { cause: options.cause });
    this.code = entry.code;
    this.entra = options.entra;
    this.graphRequestId = options.graphRequestId;
    this.graphCode = options.graphCode;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.hint = options.hint;
    this.challenge = options.challenge;
    this.log = options.log;
  }

  get status(): number {
    return this.entry.status;
  }
}
