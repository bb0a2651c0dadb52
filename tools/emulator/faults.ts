import { faultsOf, STRUCK_ENDPOINTS, type FaultName, type StruckEndpoint } from './faults/endpoints.js';

export type { FaultName } from './faults/endpoints.js';

const ALL = (Object.keys(STRUCK_ENDPOINTS) as StruckEndpoint[]).flatMap((endpoint) => faultsOf(endpoint));

/** Every fault that can be switched on, and what it does. Each name begins with the endpoint that it befalls. */
export const FAULTS = Object.fromEntries(ALL.map(([name, { about }]) => [name, about])) as Readonly<
  Record<FaultName, string>
>;

/** Every name of {@link FAULTS}, in its order. */
export const FAULT_NAMES: readonly FaultName[] = ALL.map(([name]) => name);

export function isFaultName(name: unknown): name is FaultName {
  return typeof name === 'string' && Object.hasOwn(FAULTS, name);
}
