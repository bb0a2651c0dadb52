import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT_FAILED, exitOnSignals, runTool } from '../command-line/run-tool.js';
import { UsageError } from '../command-line/usage-error.js';
import { temporaryDirectory } from '../processes/temporary-directory.js';
import { createLoopbackCertificate } from '../certificates/loopback-certificate.js';
import { faultsCommandLine } from './command-line.js';
import { differences, renderForTerminal, renderPage, type Versions } from './page.js';
import { type Row, runRows } from './run-rows.js';
import type { Group } from './scenarios/case.js';
import { GROUPS, rowsWith } from './scenarios/groups.js';

const PAGE = 'docs/faults.md';

exitOnSignals(EXIT_FAILED);

await runTool(faultsCommandLine, async ({ check, json, only }) => {
  const groups = rowsWith(only);
  if (groups.length === 0) throw new UsageError(`no row has '${only}' in its id`);
  const rows = await run(groups);
  if (json) console.log(JSON.stringify(rows.map(withoutLog), null, 2));
  const complete = only === '';
  const broken = rows.filter(({ ours }) => !ours.kept);
  const problems = broken.map(({ id, ours, log }) => `${id}: our promise is broken: ${ours.verdict}\n${log ?? ''}`);
  if (check) problems.push(...differences(await readFile(PAGE, 'utf8'), groups, rows, complete));
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
});

async function run(groups: readonly Group[]): Promise<Row[]> {
  const directory = temporaryDirectory('faults-');
  const certificate = await createLoopbackCertificate();
  const certificatePath = join(directory, 'certificate.pem');
  await writeFile(certificatePath, certificate.ca);
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
