import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { CLOCK, type Clock } from '../common/clock.js';
import type { Session } from '../session/session.js';
import { SealedRecords, type Unsealed } from '../session/store/sealed-records.js';
import {
  EntraOutageError,
  type EntraOutageCode,
  entraOutageCodes,
  InteractionRequiredError,
  TokenRefusedError,
} from './tokens.errors.js';

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

const failureSchema = z
  .object({
    /** Of this failure, so that one that was there before is not taken for a new one. */
    id: z.string(),
    /** What was asked for; who asked for something else has not failed yet. */
    work: z.string(),
    /** Of the token record that did not do; another one may. */
    version: z.number(),
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

export type RefreshFailure = z.output<typeof failureSchema>;

/** What Entra did or said, as against a store that failed or a person who signed out meanwhile. */
export type EntraFailure = EntraOutageError | TokenRefusedError | InteractionRequiredError;

/** True for the errors that all who wait for a refresh share. */
export function isEntraFailure(error: unknown): error is EntraFailure {
  return (
    error instanceof EntraOutageError ||
    error instanceof TokenRefusedError ||
    error instanceof InteractionRequiredError
  );
}

/** How the last refresh of a session failed: sealed, for all instances, until there is nothing more to learn of it. */
@Injectable()
export class RefreshFailures {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly records: SealedRecords,
  ) {}

  async latest(session: Session): Promise<RefreshFailure | undefined> {
    return (await this.records.read('refresh', session.id, failureSchema))?.value;
  }

  /** @param record the token record that did not do; the failure is forgotten with it at the latest */
  async publish(
    session: Session,
    work: string,
    record: Pick<Unsealed<unknown>, 'version' | 'expiresAtMs'>,
    error: EntraFailure,
  ): Promise<void> {
    const { version, expiresAtMs } = record;
    const failure: RefreshFailure = { id: randomUUID(), work, version, ...describe(error) };
    const askedForMs = (error.retryAfterSeconds ?? 0) * 1000;
    const lifetimeMs =
      failure.kind === 'interaction' ? REFUSED_LIFETIME_MS : Math.max(LIFETIME_MS, askedForMs);
    const endsAtMs = Math.min(this.clock.now() + lifetimeMs, expiresAtMs);
    await this.records.write('refresh', session.id, failure, endsAtMs);
  }
}

/** The error of that failure, for somebody who wanted `scopes`. */
export function toError(failure: RefreshFailure, scopes: readonly string[]): EntraFailure {
  if (failure.kind === 'outage') {
    const { code, retryAfterSeconds } = failure;
    return new EntraOutageError(code, { retryAfterSeconds, log: { reason: 'failed a moment ago' } });
  }
  const { kind, error, suberror, claims, details: entra } = failure;
  if (kind === 'refused') return new TokenRefusedError({ error, suberror, claims, details: entra });
  return new InteractionRequiredError(scopes, claims, { entra, log: { error, suberror } });
}

function describe(error: EntraFailure) {
  if (error instanceof EntraOutageError) {
    const { code, retryAfterSeconds } = error;
    return { kind: 'outage' as const, code: code as EntraOutageCode, retryAfterSeconds };
  }
  const { text: _text, ...entra } = error.entra ?? {};
  const refusal = error instanceof TokenRefusedError ? error.refusal : refusalBehind(error);
  return {
    kind: error instanceof TokenRefusedError ? ('refused' as const) : ('interaction' as const),
    error: refusal?.error ?? 'interaction_required',
    suberror: refusal?.suberror,
    claims: error instanceof TokenRefusedError ? error.refusal.claims : error.challenge?.claims,
    details: entra,
  };
}

function refusalBehind({ cause }: InteractionRequiredError) {
  return cause instanceof TokenRefusedError ? cause.refusal : undefined;
}
