import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { AppError } from '../common/app-error.js';
import { EntraOutageError, entraOutageCodes, TokenRefusedError } from '../entra/entra.errors.js';
import { type TokenRequest, workOf } from './token-request.js';
import { InteractionRequiredError } from './tokens.errors.js';

/** So long a token that still lives is not refreshed early again; longer than anybody waits for another instance. */
const LIFETIME_MS = 30_000;
/** So long a refresh token that Entra refused is not sent again: more than 15 times in five minutes would be a loop. */
const REFUSED_LIFETIME_MS = 10 * 60_000;

/** Without Entra's sentence, which is for whoever asked. */
const details = z.object({
  aadsts: z.string().exactOptional(),
  correlationId: z.string().exactOptional(),
  traceId: z.string().exactOptional(),
  timestamp: z.string().exactOptional(),
});

/** How a refresh failed, as all instances may know it: part of the token record that did not do, and gone with it. */
export const refreshFailureSchema = z
  .object({
    /** Of this failure, so that one that was there before is not taken for a new one. */
    id: z.string(),
    /** What was asked for; who asked for something else has not failed yet. */
    work: z.string(),
    /** When there is nothing more to learn of it. */
    endsAtMs: z.number(),
  })
  .and(
    z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('outage'),
        code: z.enum(entraOutageCodes),
        retryAfterSeconds: z.number().optional(),
      }),
      z.object({
        /** `interaction`: refused until the person signs in again. */
        kind: z.enum(['refused', 'interaction']),
        error: z.string(),
        suberror: z.string().optional(),
        claims: z.string().optional(),
        details,
      }),
    ]),
  );

export type RefreshFailure = z.output<typeof refreshFailureSchema>;

/** What Entra did or said, as against a store that failed or a person who signed out meanwhile. */
export type EntraFailure = EntraOutageError | TokenRefusedError;

export function isEntraFailure(error: unknown): error is EntraFailure {
  return error instanceof EntraOutageError || error instanceof TokenRefusedError;
}

/** The failure as it can be kept for all who want the same. */
export function toFailure(error: EntraFailure, request: TokenRequest, nowMs: number): RefreshFailure {
  const lifetimeMs = needsSignIn(error)
    ? REFUSED_LIFETIME_MS
    : Math.max(LIFETIME_MS, (error.retryAfterSeconds ?? 0) * 1000);
  const failure = { id: randomUUID(), work: workOf(request), endsAtMs: nowMs + lifetimeMs };
  if (error instanceof EntraOutageError) {
    const { code, retryAfterSeconds } = error;
    return { ...failure, kind: 'outage', code, retryAfterSeconds };
  }
  return { ...failure, kind: needsSignIn(error) ? 'interaction' : 'refused', ...error.refusal };
}

/** The error of a failure that was kept, for somebody who wants the same. */
export function toError(failure: RefreshFailure, request: TokenRequest): AppError {
  if (failure.kind === 'outage') {
    const { code, retryAfterSeconds } = failure;
    return new EntraOutageError(code, { retryAfterSeconds, log: { reason: 'failed a moment ago' } });
  }
  const { error, suberror, claims, details } = failure;
  return errorFor(new TokenRefusedError({ error, suberror, claims, details }), request);
}

/** What a failure means to whoever wanted a token: to sign in again where that helps. */
export function errorFor(error: EntraFailure, { scopes, claims }: TokenRequest): AppError {
  if (!needsSignIn(error)) return error;
  const { refusal, entra, log } = error;
  return new InteractionRequiredError(scopes, refusal.claims ?? claims, { cause: error, entra, log });
}

/** True when this refresh token is dead to Entra, for these scopes at least. */
export function needsSignIn(error: EntraFailure): error is TokenRefusedError {
  return error instanceof TokenRefusedError && error.interactionRequired;
}
