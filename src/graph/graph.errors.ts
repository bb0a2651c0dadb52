import { AppError, type AppErrorOptions, errorEntries, errorEntry } from '../common/app-error.js';

/** What goes wrong between the service and Microsoft Graph. */
export const graphErrors = errorEntries({
  photo_not_found: errorEntry(404, 'nobody', 'home', {
    title: 'There is no photo',
    detail: 'This person has no profile photo.',
  }),
  graph_not_found: errorEntry(404, 'nobody', 'home', {
    title: 'Microsoft Graph does not have it',
    detail: 'What was asked for does not exist, or this account may not know of it.',
  }),
  graph_forbidden: errorEntry(403, 'administrator', 'home', {
    title: 'Microsoft Graph refused',
    detail: 'The service lacks a permission for this, or this account may not have it. Ask your administrator.',
  }),
  graph_unreachable: errorEntry(502, 'nobody', 'retry', {
    title: 'Microsoft Graph can’t be reached',
    detail: 'You are still signed in. Try again in a moment.',
  }),
  graph_invalid_answer: errorEntry(502, 'nobody', 'retry', {
    title: 'Microsoft Graph gave an answer that can’t be used',
    detail: 'You are still signed in. Try again in a moment.',
  }),
  graph_unavailable: errorEntry(503, 'nobody', 'retry', {
    title: 'Microsoft Graph is not available',
    detail: 'You are still signed in. Try again in a moment.',
  }),
  graph_throttled: errorEntry(503, 'nobody', 'retry', {
    title: 'Microsoft Graph is busy',
    detail: 'You are still signed in. Wait a little, then try again.',
  }),
  graph_timeout: errorEntry(504, 'nobody', 'retry', {
    title: 'Microsoft Graph did not answer in time',
    detail: 'You are still signed in. Try again in a moment.',
  }),
});

export type GraphErrorCode = keyof typeof graphErrors;

export interface GraphErrorOptions extends AppErrorOptions {
  /** The status of Graph's answer, where there was one. */
  upstreamStatus?: number | undefined;
}

/** Graph refused, failed or could not be reached; `code` tells which, and Graph's request id goes with it. */
export class GraphError extends AppError {
  override readonly name = 'GraphError';
  readonly upstreamStatus: number | undefined;

  constructor(
    override readonly code: GraphErrorCode,
    { upstreamStatus, log, ...options }: GraphErrorOptions = {},
  ) {
    super(graphErrors[code], {
      ...options,
      log: { ...log, ...(upstreamStatus !== undefined && { upstreamStatus }) },
    });
    this.upstreamStatus = upstreamStatus;
  }
}
