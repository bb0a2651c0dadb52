import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { generatedFiles } from './generated-files.js';

const HELP = `Usage: npm run docs [-- --check]

Writes the files that are generated from the code. With --check it writes nothing and exits 1 when one is out of step.
`;

function main(): number {
  const { values } = parseArgs({ options: { check: { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const stale = generatedFiles().filter(({ path, text }) => read(path) !== text);
  for (const { path, text } of stale) {
    if (values.check) process.stderr.write(`${path} is out of step with the code: run npm run docs\n`);
    else {
      writeFileSync(path, text);
      process.stdout.write(`wrote ${path}\n`);
    }
  }
  return values.check && stale.length > 0 ? 1 : 0;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

try {
  process.exitCode = main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
  process.exitCode = 2;
}
