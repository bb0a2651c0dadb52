import { AUTHORIZE_FAULTS } from './authorize-faults.js';
import { DISCOVERY_FAULTS } from './discovery-faults.js';
import type { Fault } from './fault.js';
import { GRAPH_FAULTS } from './graph-faults.js';
import { KEYS_FAULTS } from './keys-faults.js';
import { TOKEN_FAULTS } from './token-faults.js';

/** Every endpoint that faults befall, what it is called, and its faults. */
export const STRUCK_ENDPOINTS = {
  discovery: { title: 'Discovery', faults: DISCOVERY_FAULTS },
  keys: { title: 'Signing keys', faults: KEYS_FAULTS },
  authorize: { title: 'Authorize', faults: AUTHORIZE_FAULTS },
  token: { title: 'Token endpoint', faults: TOKEN_FAULTS },
  graph: { title: 'Microsoft Graph', faults: GRAPH_FAULTS },
} satisfies Record<string, { readonly title: string; readonly faults: Readonly<Record<string, Fault>> }>;

export type StruckEndpoint = keyof typeof STRUCK_ENDPOINTS;

type NamesOf<Endpoint extends StruckEndpoint> = keyof (typeof STRUCK_ENDPOINTS)[Endpoint]['faults'];

/** The name of a fault. */
export type FaultName = { [Endpoint in StruckEndpoint]: NamesOf<Endpoint> }[StruckEndpoint];

/** The faults of an endpoint, in the order in which they strike. */
export function faultsOf(endpoint: StruckEndpoint): readonly (readonly [FaultName, Fault])[] {
  return Object.entries<Fault>(STRUCK_ENDPOINTS[endpoint].faults) as [FaultName, Fault][];
}
