import { compare } from '../comparison/measure-comparison.js';
import { THIS_SERVICE } from '../comparison/rows.js';
import { COMMITTED_FILE, readCommitted, writeCommitted } from './committed.js';
import { bestOf, type Ratios, ratiosOf, tooDear } from './ratios.js';

const RUNS = 2;

export interface ShortOptions {
  /** Of `GET /profile` for a row in a run. */
  readonly requests: number;
  /** Commits to what is measured, instead of checking it. */
  readonly write: boolean;
}

/** The outcome, as `--json` has it. */
export interface ShortRun {
  readonly runs: readonly Ratios[];
  /** Of each ratio the better one. */
  readonly best: Ratios;
  /** Sentences; none when all is well. */
  readonly tooDear: readonly string[];
}

/**
 * This service beside bare Nest, CPU alone, for a machine that does other things as well. Processes are new in each run;
 * the second run is left out when the first keeps to what was committed.
 *
 * @param tell - told how far it is
 * @throws Error when one of the two does not run, or nothing was committed
 */
export async function shortRun({ requests, write }: ShortOptions, tell: (text: string) => void): Promise<ShortRun> {
  const committed = write ? undefined : await readCommitted();
  const runs: Ratios[] = [];
  for (;;) {
    runs.push(await oneRun(requests, tell));
    const best = bestOf(runs);
    const complaints = committed === undefined ? [] : tooDear(best, committed);
    const isEnough = committed !== undefined && complaints.length === 0;
    if (!isEnough && runs.length < RUNS) continue;
    if (write) await writeCommitted(best);
    return { runs, best, tooDear: complaints };
  }
}

async function oneRun(requests: number, tell: (text: string) => void): Promise<Ratios> {
  const figures: [] = [];
  const { rows } = await compare(
    { rounds: 1, requests, only: THIS_SERVICE.id, dist: undefined, figures, longRequests: 1 },
    tell,
  );
  return ratiosOf(rows);
}

/** For people. */
export function renderShortRun({ runs, best }: ShortRun, { write }: ShortOptions): string {
  const said = ({ profile, signIn }: Ratios): string =>
    `GET /profile ${profile.toFixed(2)} × bare Nest, a sign-in ${signIn.toFixed(2)} ×`;
  return [
    ...runs.map((run, index) => `run ${index + 1}: ${said(run)}`),
    ...(write ? [`${COMMITTED_FILE} has now: ${said(best)}`] : []),
  ].join('\n');
}
