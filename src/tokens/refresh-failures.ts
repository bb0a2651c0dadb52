import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { CLOCK, type Clock } from '../common/clock.js';
import { AppError } from '../common/errors/app-error.js';
import { type ErrorCode, errorCatalogue } from '../common/errors/error-catalogue.js';
import type { Session } from '../session/session.js';
import { SealedRecords } from '../session/store/sealed-records.js';
import { InteractionRequiredError } from './tokens.errors.js';

/** Longer than anybody waits for a refresh of another instance. */
const LIFETIME_MS = 30_000;

const failureSchema = z.object({
  /** Of this failure, so that one that was there before is not taken for a new one. */
  id: z.string(),
  /** What was asked for; who asked for something else has not failed yet. */
  work: z.string(),
  code: z.string().refine((code): code is ErrorCode => Object.hasOwn(errorCatalogue, code)),
  interactionRequired: z.boolean(),
  claims: z.string().optional(),
  retryAfterSeconds: z.number().optional(),
  entra: z
    .object({
      aadsts: z.string().exactOptional(),
      correlationId: z.string().exactOptional(),
      traceId: z.string().exactOptional(),
      timestamp: z.string().exactOptional(),
    })
    .optional(),
});

export type RefreshFailure = z.output<typeof failureSchema>;

/** How the last refresh of a session failed, for those on other instances who waited for it; sealed, for half a minute. */
@Injectable()
export class RefreshFailures {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly records: SealedRecords,
  ) {}

  async latest(session: Session): Promise<RefreshFailure | undefined> {
    return (await this.records.read('refresh', session.id, failureSchema))?.value;
  }

  async publish(session: Session, work: string, error: AppError): Promise<void> {
    const { code, challenge, entra, retryAfterSeconds } = error;
    const failure: z.input<typeof failureSchema> = {
      id: randomUUID(),
      work,
      code,
      interactionRequired: error instanceof InteractionRequiredError,
      claims: challenge?.claims,
      retryAfterSeconds,
      entra,
    };
    await this.records.write('refresh', session.id, failure, this.clock.now() + LIFETIME_MS);
  }
}

/** The error of that failure, for somebody who wanted `scopes`. */
export function toError(failure: RefreshFailure, scopes: readonly string[]): AppError {
  const { code, interactionRequired, claims, retryAfterSeconds, entra } = failure;
  const log = { reason: 'the refresh of another instance failed' };
  if (interactionRequired) return new InteractionRequiredError(scopes, claims, { entra, log });
  return new AppError(code, { entra, retryAfterSeconds, log });
}
