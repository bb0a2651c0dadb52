import { AppError, type AppErrorOptions } from '../common/errors/app-error.js';
import type { ErrorCode } from '../common/errors/error-catalogue.js';

export type GraphErrorCode = Extract<ErrorCode, `graph_${string}`>;

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
    super(code, { ...options, log: { ...log, ...(upstreamStatus !== undefined && { upstreamStatus }) } });
    this.upstreamStatus = upstreamStatus;
  }
}
