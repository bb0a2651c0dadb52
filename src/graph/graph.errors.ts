import { AppError, type AppErrorOptions } from '../common/errors/app-error.js';
import type { ErrorCode } from '../common/errors/error-catalogue.js';

export type GraphErrorCode = Extract<ErrorCode, `graph_${string}`>;

/** Graph refused, failed or could not be reached; `code` tells which, and Graph's request id goes with it. */
export class GraphError extends AppError {
  override readonly name = 'GraphError';

  constructor(
    override readonly code: GraphErrorCode,
    options: AppErrorOptions = {},
  ) {
    super(code, options);
  }
}
