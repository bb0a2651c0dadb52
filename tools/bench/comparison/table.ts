import { inOneCell, mebibytes, number, spread, table } from '../markdown.js';
import { renderMachine } from '../stage/machine.js';
import type { Comparison, RowResult } from './comparison.js';
import { renderTargets } from './targets.js';

type Column = readonly [heading: string, cell: (row: RowResult) => string];

const CPU: readonly Column[] = [
  ['`GET /profile`, CPU µs', (row) => spread(row.profileMicroseconds)],
  ['× bare Nest', (row) => spread(row.profileTimesBareNest, 2)],
  ['a sign-in, CPU µs', (row) => spread(row.signInMicroseconds)],
  ['× bare Nest', (row) => spread(row.signInTimesBareNest, 2)],
];

const REST: readonly Column[] = [
  ['most `GET /profile` in 1 s', (row) => spread(row.capacityPerSecond)],
  ['at half of it: p50, ms', (row) => spread(row.p50Ms, 1)],
  ['p99, ms', (row) => spread(row.p99Ms, 1)],
  ['ready, ms', (row) => spread(row.readyMs)],
  ['RSS after, MiB', (row) => mebibytes(row.rssAfterBytes)],
  ['Redis, bytes a person', (row) => number(row.redisBytesPerPerson)],
];

/** The tables as Markdown, with what they were measured on. */
export function renderComparison(comparison: Comparison): string {
  const { measuredAt, machine, rounds, requests, signIns, rows } = comparison;
  return [
    renderMachine(measuredAt, machine),
    `Medians of ${rounds} rounds (least–most), each of ${requests} requests and ${signIns} sign-ins for every row.`,
    renderRows(CPU, rows),
    renderRows(REST, rows),
    ...renderLongRuns(comparison),
    ...renderTargets(rows),
  ].join('\n\n');
}

function renderRows(columns: readonly Column[], rows: readonly RowResult[]): string {
  return table(
    ['', ...columns.map(([heading]) => heading)],
    rows.map((row) => [
      row.name,
      ...columns.map(([, cell], index) => {
        if (row.failure === undefined) return cell(row);
        return index === 0 ? `failed: ${inOneCell(row.failure)}` : '';
      }),
    ]),
  );
}

function renderLongRuns({ rows, longRequests }: Comparison): string[] {
  return rows.flatMap(({ name, longRun }) => {
    if (longRun === undefined) return [];
    const [first, last] = [longRun.tenthsBytes[0], longRun.tenthsBytes.at(-1)];
    return [
      `RSS of ${name} in ${longRequests} more requests: ${mebibytes(first)} MiB after the first tenth, ` +
        `${mebibytes(last)} MiB after the last; ${mebibytes(longRun.growthBytesPerTenth, 1)} MiB more with each tenth ` +
        'in the second half.',
    ];
  });
}
