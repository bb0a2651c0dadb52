import { FAULT_NAMES, type FaultName } from '../../emulator/index.js';
import type { Stage } from '../stage.js';

/** The faults of the discovery document and of the key set. */
export const DOCUMENT_FAULTS = FAULT_NAMES.filter((name) => /^(?:discovery|keys)-/.test(name));

/** Faults that show only when somebody has waited for a while: a deadline must have passed. */
export function isSlow(fault: FaultName): boolean {
  return /-(?:hang|drip)$/.test(fault);
}

/** What became known to a host that the authority's document named and that is not the authority's. */
export function leakedTo({ foreign }: Stage): string | undefined {
  if (foreign.requests.some((request) => request.startsWith('POST '))) {
    return 'code and client secret go to the other host';
  }
  return foreign.requests.length > 0 ? 'keys are taken from the other host' : undefined;
}
