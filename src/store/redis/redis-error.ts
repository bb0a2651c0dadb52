import { ReplyError } from 'ioredis';
import { StoreUnavailableError } from '../store.errors.js';

/** What ended a call that Redis did not answer: its deadline, a connection that was cut, or none to be sent over. */
export type Unanswered = 'TIMEOUT' | 'CLOSED' | 'OFFLINE';

/** Redis did not do what it was asked, so that for everybody else the store is unavailable. */
export class RedisError extends StoreUnavailableError {
  override readonly name = 'RedisError';

  constructor(
    /** The first word of Redis' answer (`OOM`, `READONLY`, …), or why there is none. */
    readonly reason: string,
    /** True when Redis itself answered. When it did not, a call may have been carried out, unless it was `OFFLINE`. */
    readonly answered: boolean = false,
  ) {
    // No cause: ioredis keeps the command and what it was to write in its errors.
    super(undefined, { reason });
  }
}

/** The error of a call: what is no answer of Redis is that its connection was lost. */
export function toRedisError(error: unknown, unanswered: Unanswered): RedisError {
  if (error instanceof RedisError) return error;
  const answer = replyCode(error);
  return answer === undefined ? new RedisError(unanswered) : new RedisError(answer, true);
}

/** What went wrong, in one word: the first of Redis' answer, the system's code, or undefined for neither. */
export function failureCode(error: unknown): string | undefined {
  // Of a cluster that none of its nodes tells of.
  const { code, lastNodeError } = error as NodeJS.ErrnoException & { lastNodeError?: unknown };
  return replyCode(lastNodeError ?? error) ?? code;
}

/** The first word of an answer that is an error. */
function replyCode(error: unknown): string | undefined {
  if (!(error instanceof ReplyError)) return undefined;
  return /^[A-Z]{2,}(?= )/.exec((error as Error).message)?.[0] ?? 'ERR';
}
