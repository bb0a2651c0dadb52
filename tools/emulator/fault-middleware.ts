import type { NextFunction, Response } from 'express';
import type { FaultName } from './faults.js';
import type { EmulatorState } from './state.js';
import { cutOff, drip, hang, reset } from './strikes/connections.js';
import { foreignHost, huge, missingEndpoints, noKeys, plainText } from './strikes/documents.js';
import {
  graphUnavailable,
  html,
  throttled,
  unavailable,
  unavailableAsJson,
  unavailableForSeconds,
} from './strikes/outages.js';
import type { Strike } from './strikes/strike.js';
import { invalidJson, noIdToken, refused, wrongTokenType } from './strikes/token-answers.js';

/** What befalls the discovery document and the key set alike. */
const DOCUMENT_STRIKES = {
  hang,
  reset,
  '503': unavailable,
  '503-json': unavailableAsJson,
  html,
  'cut-off': cutOff,
  drip,
  'content-type': plainText,
  huge,
} satisfies Record<string, Strike>;

/** By endpoint, in the order in which they are looked at when several are on. */
const STRIKES = {
  discovery: {
    ...documentStrikes('discovery'),
    'discovery-missing-endpoints': missingEndpoints,
    'discovery-foreign-host': foreignHost,
  },
  keys: { ...documentStrikes('keys'), 'keys-empty': noKeys },
  token: {
    'token-hang': hang,
    'token-reset': reset,
    'token-503': unavailableForSeconds,
    'token-html': html,
    'token-invalid-json': invalidJson,
    'token-refused': refused,
    'token-no-id-token': noIdToken,
    'token-wrong-type': wrongTokenType,
  },
  graph: { 'graph-hang': hang, 'graph-429': throttled, 'graph-503': graphUnavailable },
} satisfies Record<string, Partial<Record<FaultName, Strike>>>;

/** Answers in place of an endpoint, or changes what it answers, while one of its faults is on. */
export function struckByFaults(endpoint: keyof typeof STRIKES, state: EmulatorState) {
  const strikes = Object.entries(STRIKES[endpoint]) as [FaultName, Strike][];
  return (_req: unknown, res: Response, next: NextFunction): void => {
    const struck = strikes.find(([fault]) => state.faults.strikes(fault));
    if (struck) struck[1](res, state, next);
    else next();
  };
}

function documentStrikes<Endpoint extends 'discovery' | 'keys'>(endpoint: Endpoint) {
  const named = Object.entries(DOCUMENT_STRIKES).map(([kind, strike]) => [`${endpoint}-${kind}`, strike]);
  return Object.fromEntries(named) as Record<`${Endpoint}-${keyof typeof DOCUMENT_STRIKES}`, Strike>;
}
