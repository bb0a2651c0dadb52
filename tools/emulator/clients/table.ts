import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ABILITIES, type ForeignClient } from './matrix.js';
import { PASSED, type Outcomes } from './run-program.js';

const PAGE = fileURLToPath(new URL('../README.md', import.meta.url));
const NODE_MODULES = new URL('../../../node_modules/', import.meta.url);
const SECTION = /(?<=<!-- clients:begin.*-->\n)[\s\S]*(?=<!-- clients:end -->)/;

/** Set to anything, it has the page written instead of compared. */
export const UPDATE = 'UPDATE_CLIENTS_TABLE';

/** The abilities by client as they turned out: `✓` went through, `✗` did not, nothing was not tried. */
export function renderTable(outcomes: ReadonlyMap<ForeignClient, Outcomes>): string {
  const clients = [...outcomes.keys()];
  const heading = clients.map(({ name }) => `${name} ${versionOf(name)}`);
  const rows = ABILITIES.map((ability) => [
    ability,
    ...clients.map((client) => mark(outcomes.get(client)?.get(ability))),
  ]);
  const cells = [['', ...heading], ...rows];
  const widths = ['', ...heading].map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0), 3));
  const line = (row: readonly string[]) => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const [first = [], ...others] = cells;
  return ['', line(first), line(widths.map((width) => '-'.repeat(width))), ...others.map(line), '', ''].join('\n');
}

function mark(outcome: string | undefined): string {
  if (outcome === undefined) return '';
  return outcome === PASSED ? '✓' : '✗';
}

function versionOf(name: string): string {
  const manifest = readFileSync(new URL(`${name}/package.json`, NODE_MODULES), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

/** @throws Error when the page has no such section */
export function tableOfThePage(): string {
  const section = SECTION.exec(readFileSync(PAGE, 'utf8'))?.[0];
  if (section === undefined) throw new Error(`${PAGE} has no section between clients:begin and clients:end.`);
  return section;
}

export function writeTable(table: string): void {
  writeFileSync(
    PAGE,
    readFileSync(PAGE, 'utf8').replace(SECTION, () => table),
  );
}
