import { BARE_NEST, THIS_SERVICE } from '../comparison/rows.js';
import type { RowResult } from '../comparison/comparison.js';

/** What this service costs in units of bare Nest. */
export interface Ratios {
  readonly profile: number;
  readonly signIn: number;
}

/** How many times the committed ratio is still let pass: on busy machines it swings by a third. */
export const TOLERANCE = 1.4;

/** @throws Error when bare Nest or this service failed */
export function ratiosOf(rows: readonly RowResult[]): Ratios {
  const failed = rows.find(({ id, failure }) => [BARE_NEST, THIS_SERVICE.id].includes(id) && failure !== undefined);
  if (failed !== undefined) throw new Error(`${failed.id} failed: ${failed.failure}`);
  const service = rows.find(({ id }) => id === THIS_SERVICE.id);
  const [profile, signIn] = [service?.profileTimesBareNest?.median, service?.signInTimesBareNest?.median];
  if (profile === undefined || signIn === undefined) throw new Error('there is no ratio to bare Nest');
  return { profile, signIn };
}

/** Of each ratio that of the run in which it was least: what disturbs a run makes it dearer, hardly ever cheaper. */
export function bestOf(runs: readonly Ratios[]): Ratios {
  return {
    profile: Math.min(...runs.map(({ profile }) => profile)),
    signIn: Math.min(...runs.map(({ signIn }) => signIn)),
  };
}

/** What is too dear, in a sentence each. */
export function tooDear(measured: Ratios, committed: Ratios): string[] {
  const names = { profile: 'GET /profile', signIn: 'a sign-in' } as const;
  return (['profile', 'signIn'] as const).flatMap((key) => {
    const limit = TOLERANCE * committed[key];
    if (measured[key] <= limit) return [];
    return [
      `${names[key]} costs ${measured[key].toFixed(2)} × bare Nest; at most ${limit.toFixed(2)} would do, ` +
        `which is ${TOLERANCE} × the committed ${committed[key].toFixed(2)}`,
    ];
  });
}
