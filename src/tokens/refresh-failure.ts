import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { EntraOutageError, entraOutageCodes, TokenRefusedError } from '../entra/entra.errors.js';
import { InteractionRequiredError } from './tokens.errors.js';

/** So long a token that still lives is not refreshed early again; longer than anybody waits for another instance. */
const LIFETIME_MS = 30_000;
/** So long a refresh token that Entra refused is not sent again: more than 15 times in five minutes would be a loop. */
const REFUSED_LIFETIME_MS = 10 * 60_000;

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
export type EntraFailure = EntraOutageError | TokenRefusedError | InteractionRequiredError;

/** True for the errors that all who wait for a refresh share. */
export function isEntraFailure(error: unknown): error is EntraFailure {
  return (
    error instanceof EntraOutageError || error instanceof TokenRefusedError || error instanceof InteractionRequiredError
  );
}

/** The failure of that piece of work, as it can be kept. */
export function toFailure(error: EntraFailure, work: string, nowMs: number): RefreshFailure {
  const described = describe(error);
  const askedForMs = (error.retryAfterSeconds ?? 0) * 1000;
  const lifetimeMs = described.kind === 'interaction' ? REFUSED_LIFETIME_MS : Math.max(LIFETIME_MS, askedForMs);
  return { id: randomUUID(), work, endsAtMs: nowMs + lifetimeMs, ...described };
}

/** The error of that failure, for somebody who wanted `scopes`, to satisfy `claims`. */
export function toError(failure: RefreshFailure, scopes: readonly string[], claims?: string): EntraFailure {
  if (failure.kind === 'outage') {
    const { code, retryAfterSeconds } = failure;
    return new EntraOutageError(code, { retryAfterSeconds, log: { reason: 'failed a moment ago' } });
  }
  const { kind, error, suberror, details: entra } = failure;
  if (kind === 'refused') {
    return new TokenRefusedError({ error, suberror, claims: failure.claims, details: entra });
  }
  return new InteractionRequiredError(scopes, failure.claims ?? claims, { entra, log: { error, suberror } });
}

function describe(error: EntraFailure) {
  if (error instanceof EntraOutageError) {
    const { code, retryAfterSeconds } = error;
    return { kind: 'outage' as const, code: code, retryAfterSeconds };
  }
  const { text: _text, ...entra } = error.entra ?? {};
  const refusal = error instanceof TokenRefusedError ? error : error.cause;
  const said = refusal instanceof TokenRefusedError ? refusal.refusal : undefined;
  return {
    kind: error instanceof TokenRefusedError ? ('refused' as const) : ('interaction' as const),
    error: said?.error ?? 'interaction_required',
    suberror: said?.suberror,
    claims: said?.claims,
    details: entra,
  };
}
