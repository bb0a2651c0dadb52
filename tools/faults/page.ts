import type { Row } from './run-rows.js';
import type { Group } from './scenarios/case.js';
import type { Outcome } from './words.js';

/** docs/faults.md. */
export function renderPage(groups: readonly Group[], rows: readonly Row[], versions: Versions): string {
  return `${[
    '# Bad days, side by side',
    `passport-azure-ad ${versions['passport-azure-ad']} as its own README has it (Express ${versions['express']}, ` +
      `passport ${versions['passport']}; \`test/faults/stock-app.mjs\`) and this service as built, which holds the same ` +
      `package by its seams: the same faults for both, from the emulator behind TLS. Measured on Node ${versions['node']} ` +
      'by `npm run faults`, which writes this page; `npm run faults -- --check` runs it again and compares.',
    '✓ and ✗ say whether the row keeps the promise above its table. “No explanation” means that the person is told ' +
      'nothing but the status, or is taken back to the home page.',
    ...groups.flatMap((group) => [
      `## ${group.title}`,
      group.promise,
      [
        '| | passport-azure-ad alone | this service |',
        '|---|---|---|',
        ...rows.filter(({ key }) => key === group.key).map(renderRow),
      ].join('\n'),
    ]),
  ].join('\n\n')}\n`;
}

/** By package, and `node`. */
export type Versions = Readonly<Record<string, string>>;

export function renderRow({ name, stock, ours }: Row): string {
  return `| ${name} | ${renderOutcome(stock)} | ${renderOutcome(ours)} |`;
}

/** A row for a terminal. */
export function renderForTerminal({ id, stock, ours }: Row): string {
  return [id, `  alone  ${renderOutcome(stock)}`, `  ours   ${renderOutcome(ours)}`].join('\n');
}

function renderOutcome({ verdict, kept }: Outcome): string {
  return `${kept ? '✓' : '✗'} ${verdict}`;
}

/**
 * What the page says otherwise, a sentence each.
 *
 * @param complete - whether these are all rows, so that the page must have no others
 */
export function differences(page: string, groups: readonly Group[], rows: readonly Row[], complete: boolean): string[] {
  return groups.flatMap(({ key, title }) => {
    const written = linesBelow(page, title);
    const ofGroup = rows.filter((row) => row.key === key);
    const changed = ofGroup
      .filter((row) => !written.includes(renderRow(row)))
      .map((row) => `${row.id} is not as on the page: ${renderRow(row)}`);
    const gone = written.filter((line) => complete && !ofGroup.some((row) => line.startsWith(`| ${row.name} | `)));
    return [...changed, ...gone.map((line) => `no such row any more: ${line}`)];
  });
}

/** The rows below a heading. */
function linesBelow(page: string, title: string): string[] {
  const section = page.split('\n## ').find((text) => text.startsWith(`${title}\n`)) ?? '';
  return section.split('\n').filter((line) => /^\| .*[✓✗] /.test(line));
}
