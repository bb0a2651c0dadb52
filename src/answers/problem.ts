import type { AppError, EntraErrorDetails, Mender } from '../common/app-error.js';
import { explainError, joinPresent } from './explain-error.js';

/** An error for JSON callers, as RFC 9457 has it (`application/problem+json`), with what Entra says of its own errors. */
export interface Problem extends Omit<EntraErrorDetails, 'text'> {
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
  /** Entra's own sentence. */
  entraMessage?: string;
}

/** @param loginUrl where to sign in; named where that is the answer */
export function toProblem(error: AppError, requestId: string, loginUrl: string): Problem {
  const { code, status, title, next } = error.entry;
  const { text, ...entra } = error.entra ?? {};
  const { happened, remedy, place, lookUpUrl, mender } = explainError(error);
  return {
    type: `urn:problem-type:${code}`,
    title,
    status,
    detail: joinPresent([
      happened,
      remedy,
      place && `Where: ${place}.`,
      lookUpUrl && `Microsoft explains the code at ${lookUpUrl}`,
    ]),
    code,
    requestId,
    mender,
    ...((next === 'sign_in' || next === 'other_account') && { loginUrl }),
    ...entra,
    ...(text !== undefined && { entraMessage: text }),
  };
}
