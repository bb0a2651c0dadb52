import type { AppError } from './app-error.js';
import { describeError } from './error-catalogue.js';

/** An error for JSON callers, as RFC 9457 has it (`application/problem+json`). */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** Stable; decide by it. */
  code: string;
  requestId: string;
  /** Where signing in (again) is the answer. */
  loginUrl?: string;
  aadsts?: string;
  correlationId?: string;
  traceId?: string;
  timestamp?: string;
  /** Entra's own sentence. */
  entraMessage?: string;
}

/** @param loginUrl where to sign in; named where that is the answer */
export function toProblem(error: AppError, requestId: string, loginUrl: string): Problem {
  const { status, title, next } = describeError(error.code);
  const { text, ...entra } = error.entra ?? {};
  return {
    type: `urn:problem-type:${error.code}`,
    title,
    status,
    detail: problemDetail(error),
    code: error.code,
    requestId,
    ...((next === 'sign_in' || next === 'other_account') && { loginUrl }),
    ...entra,
    ...(text !== undefined && { entraMessage: text }),
  };
}

/** The catalogue's sentence, with Graph's request id where Graph gave one. */
export function problemDetail(error: AppError): string {
  const { detail } = describeError(error.code);
  return error.graphRequestId === undefined
    ? detail
    : `${detail} (Microsoft Graph’s request id: ${error.graphRequestId})`;
}
