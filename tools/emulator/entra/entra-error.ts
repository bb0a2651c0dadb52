import { randomUUID } from 'node:crypto';

interface EntraErrorDetails {
  /** Default 400. */
  readonly status?: number;
  readonly suberror?: string;
  /** A claims challenge, as JSON. */
  readonly claims?: string;
  /** Whether the look-up page knows the number: only then is there an `error_uri`. Default `true`. */
  readonly isLookedUp?: boolean;
}

/** A refusal as Entra words it: an OAuth `error`, an AADSTS number and a text. */
export class EntraError extends Error {
  override readonly name = 'EntraError';
  readonly status: number;
  readonly suberror: string | undefined;
  readonly claims: string | undefined;
  readonly isLookedUp: boolean;

  constructor(
    /** The AADSTS number. */
    readonly code: number,
    /** The OAuth error. */
    readonly error: string,
    /** The sentence after the number. */
    readonly text: string,
    details: EntraErrorDetails = {},
  ) {
    super(`AADSTS${code}: ${text}`);
    this.status = details.status ?? 400;
    this.suberror = details.suberror;
    this.claims = details.claims;
    this.isLookedUp = details.isLookedUp ?? true;
  }
}

/** What Microsoft's support asks for: it goes with every refusal. */
export interface Diagnostics {
  readonly traceId: string;
  readonly correlationId: string;
  /** Such as `2024-12-03 08:12:44Z`. */
  readonly timestamp: string;
}

/**
 * @param correlationId - the caller's `client-request-id`, if it sent one
 */
export function diagnose(nowMs: number, traceId: string, correlationId?: string): Diagnostics {
  return {
    traceId,
    correlationId: correlationId || randomUUID(),
    timestamp: new Date(nowMs)
      .toISOString()
      .replace('T', ' ')
      .replace(/\.\d+Z$/, 'Z'),
  };
}

export function errorUri(origin: string, code: number): string {
  return `${origin}/error?code=${code}`;
}

/** Token answers separate the four parts by a space, redirects by CRLF. */
export function describe(error: EntraError, diagnostics: Diagnostics, separator: ' ' | '\r\n'): string {
  return [
    error.message,
    `Trace ID: ${diagnostics.traceId}`,
    `Correlation ID: ${diagnostics.correlationId}`,
    `Timestamp: ${diagnostics.timestamp}`,
  ].join(separator);
}

/** The JSON body of a refusal, members in Entra's order. */
export function errorBody(error: EntraError, diagnostics: Diagnostics, origin: string): Record<string, unknown> {
  return {
    error: error.error,
    error_description: describe(error, diagnostics, ' '),
    error_codes: [error.code],
    timestamp: diagnostics.timestamp,
    trace_id: diagnostics.traceId,
    correlation_id: diagnostics.correlationId,
    ...(error.isLookedUp ? { error_uri: errorUri(origin, error.code) } : {}),
    ...(error.suberror === undefined ? {} : { suberror: error.suberror }),
    ...(error.claims === undefined ? {} : { claims: error.claims }),
  };
}
