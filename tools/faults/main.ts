import { rmSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLoopbackCertificate } from './certificate.js';
import { type CommandLine, HELP, parseCommandLine, UsageError } from './command-line.js';
import { differences, renderForTerminal, renderPage, type Versions } from './page.js';
import { type Row, runRows } from './run-rows.js';
import type { Group } from './scenarios/case.js';
import { GROUPS, rowsWith } from './scenarios/groups.js';

const PAGE = 'docs/faults.md';
const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

async function main(commandLine: CommandLine): Promise<number> {
  const groups = rowsWith(commandLine.only);
  if (groups.length === 0) throw new UsageError(`no row has '${commandLine.only}' in its id`);
  const rows = await run(groups);
  if (commandLine.json) console.log(JSON.stringify(rows.map(withoutLog), null, 2));
  const complete = commandLine.only === '';
  const broken = rows.filter(({ ours }) => !ours.kept);
  const problems = broken.map(({ id, ours, log }) => `${id}: our promise is broken: ${ours.verdict}\n${log ?? ''}`);
  if (commandLine.check) problems.push(...differences(await readFile(PAGE, 'utf8'), groups, rows, complete));
  else if (complete) {
    await writeFile(PAGE, renderPage(GROUPS, rows, await versions()));
    console.error(`wrote ${PAGE}`);
  }
  for (const problem of problems) console.error(problem);
  console.error(
    `${rows.length} rows: this service keeps ${rows.length - broken.length}, passport-azure-ad alone ` +
      `${rows.filter(({ stock }) => stock.kept).length}`,
  );
  return problems.length > 0 ? EXIT_FAILED : 0;
}

async function run(groups: readonly Group[]): Promise<Row[]> {
  const directory = await mkdtemp(join(tmpdir(), 'faults-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  const certificate = await createLoopbackCertificate();
  const certificatePath = join(directory, 'certificate.pem');
  await writeFile(certificatePath, certificate.cert);
  return runRows(groups, { certificate, certificatePath, directory }, (row) => console.error(renderForTerminal(row)));
}

function withoutLog({ log: _log, ...row }: Row): Omit<Row, 'log'> {
  return row;
}

async function versions(): Promise<Versions> {
  const { dependencies, devDependencies } = JSON.parse(await readFile('package.json', 'utf8')) as Record<
    string,
    Record<string, string>
  >;
  return { ...dependencies, ...devDependencies, node: process.versions.node };
}

function fail(error: unknown, code: number): void {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = code;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(EXIT_FAILED));

try {
  const commandLine = parseCommandLine(process.argv.slice(2));
  if (commandLine.help) console.log(HELP);
  else process.exitCode = await main(commandLine);
} catch (error) {
  if (error instanceof UsageError) fail(`${error.message}\nTry --help.`, EXIT_USAGE);
  else fail(error, EXIT_FAILED);
}
