import { AppError, type AppErrorOptions, errorEntries } from '../common/app-error.js';

/** What goes wrong between the service and Microsoft Graph. */
export const graphErrors = errorEntries({
  photo_not_found: {
    status: 404,
    title: 'There is no photo',
    detail: 'This person has no profile photo.',
    mender: 'nobody',
  },
  graph_not_found: {
    status: 404,
    title: 'Microsoft Graph does not have it',
    detail: 'What was asked for does not exist, or this account may not know of it.',
    mender: 'nobody',
  },
  graph_forbidden: {
    status: 403,
    title: 'Microsoft Graph refused',
    detail: 'The service lacks a permission for this, or this account may not have it. Ask your administrator.',
    mender: 'administrator',
  },
  graph_unreachable: {
    status: 502,
    next: 'retry',
    title: 'Microsoft Graph can’t be reached',
    detail: 'You are still signed in. Try again in a moment.',
    mender: 'nobody',
  },
  graph_invalid_answer: {
    status: 502,
    next: 'retry',
    title: 'Microsoft Graph gave an answer that can’t be used',
    detail: 'You are still signed in. Try again in a moment.',
    mender: 'nobody',
  },
  graph_unavailable: {
    status: 503,
    next: 'retry',
    title: 'Microsoft Graph is not available',
    detail: 'You are still signed in. Try again in a moment.',
    mender: 'nobody',
  },
  graph_throttled: {
    status: 503,
    next: 'retry',
    title: 'Microsoft Graph is busy',
    detail: 'You are still signed in. Wait a little, then try again.',
    mender: 'nobody',
  },
  graph_timeout: {
    status: 504,
    next: 'retry',
    title: 'Microsoft Graph did not answer in time',
    detail: 'You are still signed in. Try again in a moment.',
    mender: 'nobody',
  },
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
