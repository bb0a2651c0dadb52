import { errors } from 'undici';

/** A call that came to no answer. Holds nothing of what was sent or received. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  /** The address, without credentials, of the proxy that the call went through, if it went through one. */
  proxy: string | undefined;

  /**
   * @param reason for the log: the code of Node or axios, or `PROXY_` and the status with which the proxy refused
   * @param isStale true when a connection that was kept from an earlier call was lost before a byte of the answer came:
   *   as a rule the host had closed it and never read the request (RFC 9112, 9.3.1)
   */
  constructor(
    readonly kind: 'timeout' | 'unreachable' | 'invalid_answer',
    readonly reason: string,
    readonly isStale = false,
  ) {
    super(reason);
  }
}

/** What Node's own client calls by another name than undici. */
const NAMES_IN_NODE: Readonly<Record<string, string>> = {
  UND_ERR_SOCKET: 'ECONNRESET',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'ECONNRESET',
  UND_ERR_CONNECT_TIMEOUT: 'ETIMEDOUT',
  UND_ERR_HEADERS_TIMEOUT: 'ETIMEDOUT',
  UND_ERR_HEADERS_OVERFLOW: 'HPE_HEADER_OVERFLOW',
};
const LOST = new Set(['ECONNRESET', 'EPIPE']);

/**
 * What befell a connection; a TransportError as it is.
 * @param progress whether the answer had begun, and whether nothing had come on a connection that had served before
 */
export function connectionError(
  error: unknown,
  progress: { hasBegun: boolean; isStale: boolean } = { hasBegun: false, isStale: false },
): TransportError {
  if (error instanceof TransportError) return error;
  const code = codeOf(error);
  // undici's parser says in a sentence alone what it found.
  const reason = error instanceof errors.HTTPParserError ? 'HPE_INVALID_HTTP' : (NAMES_IN_NODE[code] ?? code);
  if (reason === 'ETIMEDOUT') return new TransportError('timeout', reason);
  // What came is no HTTP.
  if (reason.startsWith('HPE_')) return new TransportError('invalid_answer', reason);
  if (!LOST.has(reason)) return new TransportError('unreachable', reason);
  return new TransportError('unreachable', progress.hasBegun ? 'ERR_BAD_RESPONSE' : reason, progress.isStale);
}

/** More than we read, as it came or without its compression. */
export function tooLarge(): TransportError {
  return new TransportError('invalid_answer', 'ERR_BAD_RESPONSE');
}

/** The code of an error of Node or undici, whose message may quote what was sent. */
export function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : 'unknown';
}
