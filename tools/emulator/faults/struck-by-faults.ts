import type { NextFunction, Response } from 'express';
import { faultsOf, type FaultName, type StruckEndpoint } from './endpoints.js';
import type { StruckState } from './fault.js';

interface Switched extends StruckState {
  readonly faults: StruckState['faults'] & { strikes(fault: FaultName): boolean };
}

/** Answers in place of an endpoint, or changes what it answers, while one of its faults is on. */
export function struckByFaults(endpoint: StruckEndpoint, state: Switched) {
  const faults = faultsOf(endpoint);
  return (_req: unknown, res: Response, next: NextFunction): void => {
    const struck = faults.find(([name]) => state.faults.strikes(name));
    if (struck) struck[1].strike(res, state, next);
    else next();
  };
}
