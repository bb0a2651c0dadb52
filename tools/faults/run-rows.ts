import type { Case, Group } from './scenarios/case.js';
import { idOf } from './scenarios/groups.js';
import { type Kind, type Stage, startStage, type Surroundings } from './stage.js';
import type { Outcome } from './words.js';

/** What a row came to, for both services. */
export interface Row {
  readonly id: string;
  /** Of its group. */
  readonly key: string;
  readonly name: string;
  readonly stock: Outcome;
  readonly ours: Outcome;
  /** The end of our log, when the promise was not kept. */
  readonly log?: string;
}

/** Rows that one process of each service serves. */
interface Unit {
  readonly group: Group;
  readonly cases: readonly Case[];
}

interface Observed extends Outcome {
  readonly log: string;
}

const AT_ONCE = 2;
/** No row takes longer, whatever happens in it. */
const ROW_LIMIT_MS = 60_000;
const LOG_CHARACTERS = 3000;

/**
 * Runs every row against both services, two at a time, each service in processes of its own.
 *
 * @param onRow - told of each row as it is done, in no particular order
 * @returns the rows in the order of the groups
 */
export async function runRows(
  groups: readonly Group[],
  surroundings: Surroundings,
  onRow: (row: Row) => void,
): Promise<Row[]> {
  // Those that share a process take longest: they begin first.
  const units = groups.flatMap(unitsOf).sort((a, b) => b.cases.length - a.cases.length);
  const rows = new Map<string, Row>();
  const work = async () => {
    for (let unit = units.shift(); unit !== undefined; unit = units.shift()) {
      for (const row of await runUnit(unit, surroundings)) {
        rows.set(row.id, row);
        onRow(row);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return groups.flatMap((group) => group.cases.flatMap((row) => rows.get(idOf(group, row)) ?? []));
}

function unitsOf(group: Group): Unit[] {
  return group.oneProcess ? [{ group, cases: group.cases }] : group.cases.map((row) => ({ group, cases: [row] }));
}

async function runUnit({ group, cases }: Unit, surroundings: Surroundings): Promise<Row[]> {
  const [stock, ours] = await Promise.all([
    runCases('stock', cases, surroundings),
    runCases('ours', cases, surroundings),
  ]);
  return cases.map((row, index) => {
    const { log = '', ...mine } = ours[index] ?? NOT_RUN;
    const { log: _log, ...theirs } = stock[index] ?? NOT_RUN;
    return {
      ...{ id: idOf(group, row), key: group.key, name: row.name, stock: theirs, ours: mine },
      ...(mine.kept ? {} : { log }),
    };
  });
}

const NOT_RUN: Observed = { verdict: 'could not be run', kept: false, log: '' };

async function runCases(kind: Kind, cases: readonly Case[], surroundings: Surroundings): Promise<Observed[]> {
  const outcomes: Observed[] = [];
  let stage: Stage | undefined;
  for (const row of cases) {
    try {
      stage ??= await startStage(kind, surroundings, row.fromTheStart === undefined ? [] : [row.fromTheStart]);
      const outcome = await withinLimit(row.run(stage));
      outcomes.push({ ...outcome, log: stage.app.output().slice(-LOG_CHARACTERS) });
      stage.emulator.faults.clear();
      stage.emulator.tampering.idToken = undefined;
      if (outcome !== TOO_LONG && !stage.app.hasExited) continue;
    } catch (error) {
      outcomes.push({ ...NOT_RUN, log: String(error) });
    }
    await stage?.close();
    stage = undefined;
  }
  await stage?.close();
  return outcomes;
}

const TOO_LONG: Outcome = { verdict: `not done after ${ROW_LIMIT_MS / 1000} s`, kept: false };

async function withinLimit(outcome: Promise<Outcome>): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve(TOO_LONG), ROW_LIMIT_MS);
  });
  return Promise.race([outcome, limit]).finally(() => clearTimeout(timer));
}
