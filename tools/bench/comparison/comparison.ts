import type { Machine } from '../stage/machine.js';
import { slopeOf, type Spread, spreadOf, timesOf } from '../statistics.js';
import type { Figure, Figures } from './figures.js';
import { BARE_NEST, type Row, type RowChoice } from './rows.js';

/** What is measured how often. */
export interface ComparisonOptions extends RowChoice {
  /** In which the rows take turns. */
  readonly rounds: number;
  /** Of `GET /profile` for a row in each round. */
  readonly requests: number;
  /** What is measured beside CPU. */
  readonly figures: readonly Figure[];
  /** Of `GET /profile` in the long run of this service. */
  readonly longRequests: number;
}

/** What came of a row. */
export interface RowMeasurement {
  readonly row: Row;
  readonly figures: Figures;
  /** Why the row counts as failed. */
  readonly failure: string | undefined;
}

/** A row of the table; what was not measured is absent. */
export interface RowResult {
  readonly id: string;
  readonly name: string;
  readonly isPeer?: true;
  readonly failure?: string;
  readonly profileMicroseconds?: Spread;
  readonly signInMicroseconds?: Spread;
  /** The same in units of bare Nest, round by round. */
  readonly profileTimesBareNest?: Spread;
  readonly signInTimesBareNest?: Spread;
  readonly readyMs?: Spread;
  readonly capacityPerSecond?: Spread;
  /** At half of that capacity. */
  readonly p50Ms?: Spread;
  readonly p99Ms?: Spread;
  readonly rssReadyBytes?: number;
  readonly rssAfterBytes?: number;
  readonly longRun?: LongRun;
  readonly redisBytesPerPerson?: number;
}

/** How the memory of a process went. */
export interface LongRun {
  readonly tenthsBytes: readonly number[];
  /** From tenth to tenth, in the second half of the run. */
  readonly growthBytesPerTenth: number;
}

/** The whole outcome, as `--json` has it. */
export interface Comparison {
  readonly measuredAt: string;
  readonly machine: Machine;
  readonly rounds: number;
  readonly requests: number;
  readonly signIns: number;
  readonly longRequests: number;
  readonly rows: readonly RowResult[];
}

/** The rows of the table. A row that failed has its reason and no figures. */
export function resultsOf(measurements: readonly RowMeasurement[]): RowResult[] {
  const bareNest = measurements.find(({ row, failure }) => row.id === BARE_NEST && failure === undefined)?.figures;
  return measurements.map(({ row: { id, name, isPeer }, figures, failure }) => ({
    id,
    name,
    ...(isPeer && { isPeer }),
    ...(failure === undefined ? resultOf(figures, bareNest) : { failure }),
  }));
}

function resultOf(figures: Figures, bareNest: Figures | undefined): Omit<RowResult, 'id' | 'name'> {
  const { profileMicroseconds, signInMicroseconds, rssTenthsBytes } = figures;
  return withoutAbsent({
    profileMicroseconds: spreadOrNone(profileMicroseconds),
    signInMicroseconds: spreadOrNone(signInMicroseconds),
    profileTimesBareNest: timesOf(profileMicroseconds, bareNest?.profileMicroseconds ?? []),
    signInTimesBareNest: timesOf(signInMicroseconds, bareNest?.signInMicroseconds ?? []),
    readyMs: spreadOrNone(figures.readyMs),
    capacityPerSecond: spreadOrNone(figures.capacityPerSecond),
    p50Ms: spreadOrNone(figures.p50Ms),
    p99Ms: spreadOrNone(figures.p99Ms),
    rssReadyBytes: figures.rssReadyBytes,
    rssAfterBytes: figures.rssAfterBytes,
    longRun: rssTenthsBytes && longRunOf(rssTenthsBytes),
    redisBytesPerPerson: figures.redisBytesPerPerson,
  });
}

function longRunOf(tenthsBytes: readonly number[]): LongRun {
  return { tenthsBytes, growthBytesPerTenth: slopeOf(tenthsBytes.slice(tenthsBytes.length / 2)) };
}

function spreadOrNone(values: readonly number[]): Spread | undefined {
  return values.length === 0 ? undefined : spreadOf(values);
}

type Present<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> };

function withoutAbsent<T extends object>(values: T): Present<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>;
}
