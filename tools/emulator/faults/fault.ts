import type { NextFunction, Response } from 'express';
import type { EntraError } from '../entra/entra-error.js';
import type { EmulatedApp } from '../options.js';

/** What the faults that can be set say. */
export interface FaultSettings {
  /** What `Retry-After` says on `token-503` and `graph-429`, in seconds; `null` leaves it out. Default 1. */
  readonly retryAfterSeconds: number | null;
  /** Where `discovery-foreign-host` leads to. The default answers nobody. */
  readonly foreignOrigin: string;
  /** What `token-refused` says. */
  readonly refusalError: EntraError;
}

/** What an effect may look at. */
export interface StruckState {
  readonly faults: FaultSettings;
  readonly app: EmulatedApp;
  readonly tenantId: string;
  readonly now: () => number;
}

/** Answers in place of an endpoint, or throws its refusal. One that only changes the honest answer goes `next`. */
export type Strike = (res: Response, state: StruckState, next: NextFunction) => void;

/** A fault that can be switched on: what it does, in words and in deed. */
export interface Fault {
  /** One sentence, for people. */
  readonly about: string;
  readonly strike: Strike;
}

/** The faults of one endpoint; each name begins with it. Of several that are on, the first one here strikes. */
export type FaultsOf<Endpoint extends string> = Readonly<Record<`${Endpoint}-${string}`, Fault>>;
