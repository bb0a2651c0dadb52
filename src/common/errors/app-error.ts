import type { SignInChallenge } from '../sign-in-challenge.js';
import { describeError, type ErrorCode } from './error-catalogue.js';

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

/** An error that the service answers with: its code decides status and words (see the catalogue). */
export class AppError extends Error {
  override readonly name: string = 'AppError';
  readonly entra: EntraErrorDetails | undefined;
  readonly graphRequestId: string | undefined;
  readonly graphCode: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly hint: string | undefined;
  readonly challenge: SignInChallenge | undefined;
  readonly log: Record<string, unknown> | undefined;

  constructor(
    readonly code: ErrorCode,
    options: AppErrorOptions = {},
  ) {
    super(describeError(code).title, { cause: options.cause });
    this.entra = options.entra;
    this.graphRequestId = options.graphRequestId;
    this.graphCode = options.graphCode;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.hint = options.hint;
    this.challenge = options.challenge;
    this.log = options.log;
  }

  get status(): number {
    return describeError(this.code).status;
  }
}
