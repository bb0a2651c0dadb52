import { AppError, type AppErrorOptions, errorEntries, errorEntry } from '../common/app-error.js';

const STILL_SIGNED_IN = 'You are still signed in. Try again in a moment.';

/** What goes wrong between the service and Microsoft Graph. */
export const graphErrors = errorEntries({
  photo_not_found: errorEntry(404, 'nobody', 'home', ['There is no photo', 'This person has no profile photo.']),
  graph_not_found: errorEntry(404, 'nobody', 'home', [
    'Microsoft Graph does not have it',
    'What was asked for does not exist, or this account may not know of it.',
  ]),
  graph_forbidden: errorEntry(403, 'administrator', 'home', [
    'Microsoft Graph refused',
    'The service lacks a permission for this, or this account may not have it. Ask your administrator.',
  ]),
  graph_unreachable: errorEntry(502, 'nobody', 'retry', ['Microsoft Graph can’t be reached', STILL_SIGNED_IN]),
  graph_invalid_answer: errorEntry(502, 'nobody', 'retry', [
    'Microsoft Graph gave an answer that can’t be used',
    STILL_SIGNED_IN,
  ]),
  graph_unavailable: errorEntry(503, 'nobody', 'retry', ['Microsoft Graph is not available', STILL_SIGNED_IN]),
  graph_throttled: errorEntry(503, 'nobody', 'retry', [
    'Microsoft Graph is busy',
    'You are still signed in. Wait a little, then try again.',
  ]),
  graph_timeout: errorEntry(504, 'nobody', 'retry', ['Microsoft Graph did not answer in time', STILL_SIGNED_IN]),
});

export type GraphErrorCode = keyof typeof graphErrors;

/** Graph refused, failed or could not be reached; `code` tells which, and Graph's request id goes with it. */
export class GraphError extends AppError {
  override readonly name = 'GraphError';
  /** The status of Graph's answer, where there was one. */
  readonly upstreamStatus: number | undefined;

  constructor(
    override readonly code: GraphErrorCode,
    { upstreamStatus, ...options }: AppErrorOptions & { upstreamStatus?: number | undefined } = {},
  ) {
    super(graphErrors[code], { ...options, log: { upstreamStatus, ...options.log } });
    this.upstreamStatus = upstreamStatus;
  }
}
