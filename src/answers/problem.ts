import type { AppError, Mender } from '../common/app-error.js';
import { type ErrorExplanation, explainError } from './explain-error.js';

/** An error for JSON callers, as RFC 9457 has it (`application/problem+json`). */
export interface Problem {
  type: string;
  title: string;
  status: number;
  /** What happened and what to do, where Entra gave a code by that. */
  detail: string;
  /** Stable; decide by it. */
  code: string;
  requestId: string;
  /** Who can do something about it. */
  mender: Mender;
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
  const { status, title, next } = error.entry;
  const { text, ...entra } = error.entra ?? {};
  const explanation = explainError(error);
  return {
    type: `urn:problem-type:${error.code}`,
    title,
    status,
    detail: inSentences(explanation),
    code: error.code,
    requestId,
    mender: explanation.mender,
    ...((next === 'sign_in' || next === 'other_account') && { loginUrl }),
    ...entra,
    ...(text !== undefined && { entraMessage: text }),
  };
}

function inSentences({ happened, remedy, place, lookUpUrl }: ErrorExplanation): string {
  return [happened, remedy, place && `Where: ${place}.`, lookUpUrl && `Microsoft explains the code at ${lookUpUrl}`]
    .filter(Boolean)
    .join(' ');
}
