import type { FaultName } from '../../emulator/index.js';
import type { Stage } from '../stage.js';
import type { Outcome } from '../words.js';

/** One row: something that goes wrong, and what a service makes of it. */
export interface Case {
  /** Unique within its group; Markdown. */
  readonly name: string;
  /** On before the service starts. */
  readonly fromTheStart?: FaultName;
  run(stage: Stage): Promise<Outcome>;
}

/** Rows that have a promise in common. */
export interface Group {
  /** Names its rows on the command line: `<key>/<name>`. */
  readonly key: string;
  readonly title: string;
  /** What this service promises: the measure of each row. */
  readonly promise: string;
  /** Whether one process may serve all rows, one after the other: nothing that it keeps is touched by them. */
  readonly oneProcess: boolean;
  readonly cases: readonly Case[];
}
