import type { Machine } from './machine.js';
import { BARE_NEST, type Row, type RowChoice } from './rows.js';
import { type Spread, spreadOf, timesOf } from './statistics.js';

/** What is measured how often. */
export interface ComparisonOptions extends RowChoice {
  /** In which the rows take turns. */
  readonly rounds: number;
  /** Of `GET /profile` for a row in each round. */
  readonly requests: number;
}

/** What came of a row, turn by turn. */
export interface RowMeasurement {
  readonly row: Row;
  /** CPU of the server for one `GET /profile`, a round each. */
  readonly profileMicroseconds: readonly number[];
  /** CPU of the server for one sign-in, a round each. */
  readonly signInMicroseconds: readonly number[];
  readonly readyMs: number | undefined;
  readonly rssReadyBytes: number | undefined;
  readonly rssAfterBytes: number | undefined;
  /** Why the row counts as failed. */
  readonly failure: string | undefined;
}

/** A row of the table. */
export interface RowResult {
  readonly id: string;
  readonly name: string;
  readonly failure?: string;
  readonly profileMicroseconds?: Spread;
  /** The same in units of bare Nest, round by round. */
  readonly timesBareNest?: Spread;
  readonly signInMicroseconds?: Spread;
  readonly readyMs?: number;
  readonly rssReadyBytes?: number;
  readonly rssAfterBytes?: number;
}

/** The whole outcome, as `--json` has it. */
export interface Comparison {
  readonly measuredAt: string;
  readonly machine: Machine;
  readonly rounds: number;
  readonly requests: number;
  readonly signIns: number;
  readonly rows: readonly RowResult[];
}

/** The rows of the table. A row that failed has its reason and no figures. */
export function resultsOf(measurements: readonly RowMeasurement[]): RowResult[] {
  const bareNest = measurements.find(({ row, failure }) => row.id === BARE_NEST && failure === undefined);
  return measurements.map((measured) => {
    const { row, failure, profileMicroseconds, signInMicroseconds, readyMs, rssReadyBytes, rssAfterBytes } = measured;
    const { id, name } = row;
    if (failure !== undefined) return { id, name, failure };
    const timesBareNest = timesOf(profileMicroseconds, bareNest?.profileMicroseconds ?? []);
    return {
      id,
      name,
      profileMicroseconds: spreadOf(profileMicroseconds),
      ...(timesBareNest !== undefined && { timesBareNest }),
      signInMicroseconds: spreadOf(signInMicroseconds),
      ...(readyMs !== undefined && { readyMs }),
      ...(rssReadyBytes !== undefined && { rssReadyBytes }),
      ...(rssAfterBytes !== undefined && { rssAfterBytes }),
    };
  });
}
