import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmulatorOptions } from '../emulator/index.js';
import { type CommandLine, HELP, parseCommandLine, UsageError } from './command-line.js';
import { Fleet } from './fleet.js';
import { loadWithTroubles } from './load-scenario.js';
import {
  holderKilledBeforeTheAnswer,
  holderKilledBeforeTheWrite,
  refreshAtExpiry,
  refreshWithASlowTokenEndpoint,
} from './refresh-scenarios.js';
import { type Finding, renderFinding } from './report.js';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
const STRICT: EmulatorOptions = { strictRefreshRotation: true };

interface Scenario {
  name: string;
  emulator: EmulatorOptions;
  run: (fleet: Fleet, commandLine: CommandLine) => Promise<Finding>;
}

/** Each has a fleet of its own: instances are killed. */
const SCENARIOS: readonly Scenario[] = [
  { name: 'refresh', emulator: STRICT, run: refreshAtExpiry },
  { name: 'refresh-slow', emulator: STRICT, run: refreshWithASlowTokenEndpoint },
  { name: 'kill-before-answer', emulator: STRICT, run: holderKilledBeforeTheAnswer },
  {
    name: 'kill-before-write',
    emulator: {},
    run: (fleet) => holderKilledBeforeTheWrite(fleet, 'tolerant'),
  },
  {
    name: 'kill-before-write-strict',
    emulator: STRICT,
    run: (fleet) => holderKilledBeforeTheWrite(fleet, 'strict'),
  },
  {
    name: 'load',
    emulator: {},
    run: (fleet, { seconds }) => loadWithTroubles(fleet, seconds, (text) => console.error(`    ${text}`)),
  },
];

async function main(commandLine: CommandLine): Promise<number> {
  const scenarios = SCENARIOS.filter(({ name }) => name.includes(commandLine.only));
  if (scenarios.length === 0) throw new UsageError(`nothing has '${commandLine.only}' in its name`);
  const directory = await mkdtemp(join(tmpdir(), 'resilience-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  const findings: Finding[] = [];
  for (const { emulator, run } of scenarios) {
    const fleet = await Fleet.start(directory, emulator);
    try {
      const finding = await run(fleet, commandLine);
      findings.push(finding);
      console.error(renderFinding(finding));
    } finally {
      await fleet.close();
    }
  }
  if (commandLine.json) console.log(JSON.stringify(findings, null, 2));
  return findings.every(({ kept }) => kept) ? 0 : EXIT_FAILED;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(EXIT_FAILED));

try {
  const commandLine = parseCommandLine(process.argv.slice(2));
  if (commandLine.help) console.log(HELP);
  else process.exitCode = await main(commandLine);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  if (error instanceof UsageError) console.error('Try --help.');
  process.exitCode = error instanceof UsageError ? EXIT_USAGE : EXIT_FAILED;
}
