import {
  ClientClosedError,
  ClientOfflineError,
  ConnectionTimeoutError,
  DisconnectsClientError,
  ErrorReply,
  SocketClosedUnexpectedlyError,
  SocketTimeoutError,
} from 'redis';

/**
 * Redis did not do what it was asked. `code` is the first word of its answer (`OOM`, `READONLY`, …), the system's
 * (`ECONNREFUSED`), or one of ours: `TIMEOUT`, `CLOSED` (the connection was cut), `OFFLINE` (never sent).
 */
export class RedisError extends Error {
  override readonly name = 'RedisError';

  constructor(
    readonly code: string,
    /** True when Redis itself answered. */
    readonly answered: boolean = false,
    cause?: unknown,
  ) {
    super(code, { cause });
  }
}

/** Any error of node-redis, of the socket below it or of ours, by its code. */
export function toRedisError(error: unknown): RedisError {
  if (error instanceof RedisError) return error;
  if (error instanceof ErrorReply) return new RedisError(firstWord(error.message), true, error);
  return new RedisError(codeOf(error), false, error);
}

function firstWord(message: string): string {
  return /^[A-Z]{2,}(?= )/.exec(message)?.[0] ?? 'ERR';
}

function codeOf(error: unknown): string {
  if (error instanceof ConnectionTimeoutError || error instanceof SocketTimeoutError) return 'TIMEOUT';
  if (error instanceof ClientOfflineError || error instanceof ClientClosedError) return 'OFFLINE';
  if (error instanceof SocketClosedUnexpectedlyError || error instanceof DisconnectsClientError) return 'CLOSED';
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' ? code : 'FAILED';
}
