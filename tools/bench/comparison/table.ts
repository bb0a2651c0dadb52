import type { Comparison, RowResult } from './comparison.js';
import type { Spread } from './statistics.js';

const HEADER = [
  '| | `GET /profile`, CPU µs | × bare Nest | a sign-in, CPU µs | ready, ms | RSS after, MiB |',
  '|---|--:|--:|--:|--:|--:|',
];
const COLUMNS = 5;

/** The table as Markdown, with what it was measured on. */
export function renderComparison(comparison: Comparison): string {
  const { measuredAt, machine, rounds, requests, signIns, rows } = comparison;
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  return [
    `Measured ${measuredAt.slice(0, 10)} on ${machine.description}.`,
    `${versions.join(' · ')}.`,
    `Medians of ${rounds} rounds (least–most), each of ${requests} requests and ${signIns} sign-ins for every row.`,
    [...HEADER, ...rows.map(renderRow)].join('\n'),
  ].join('\n\n');
}

export function renderRow(row: RowResult): string {
  const { name, failure } = row;
  const cells =
    failure === undefined
      ? [
          spread(row.profileMicroseconds, 0),
          spread(row.timesBareNest, 2),
          spread(row.signInMicroseconds, 0),
          number(row.readyMs),
          number(row.rssAfterBytes && row.rssAfterBytes / 1024 ** 2),
        ]
      : [`failed: ${inOneCell(failure)}`, ...Array.from({ length: COLUMNS - 1 }, () => '')];
  return `| ${[name, ...cells].join(' | ')} |`;
}

function spread(values: Spread | undefined, decimals: number): string {
  if (values === undefined) return '–';
  const [median, least, most] = [values.median, values.least, values.most].map((value) => value.toFixed(decimals));
  return `${median} (${least}–${most})`;
}

function number(value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(0);
}

function inOneCell(failure: string): string {
  return (failure.split('\n', 1)[0] ?? '').replaceAll('|', '/');
}
