import { EXIT_FAILED, exitOnSignals, runTool } from '../command-line/run-tool.js';
import { UsageError } from '../command-line/usage-error.js';
import type { EmulatorOptions } from '../emulator/index.js';
import { temporaryDirectory } from '../processes/temporary-directory.js';
import { resilienceCommandLine, type ResilienceOptions } from './command-line.js';
import { Fleet } from './fleet.js';
import { loadWithTroubles } from './load-scenario.js';
import {
  holderKilledBeforeTheAnswer,
  holderKilledBeforeTheWrite,
  refreshAtExpiry,
  refreshWithASlowTokenEndpoint,
} from './refresh-scenarios.js';
import { type Finding, renderFinding } from './report.js';

const STRICT: EmulatorOptions = { strictRefreshRotation: true };

interface Scenario {
  name: string;
  emulator: EmulatorOptions;
  run: (fleet: Fleet, options: ResilienceOptions) => Promise<Finding>;
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

exitOnSignals(EXIT_FAILED);

await runTool(resilienceCommandLine, async (options) => {
  const scenarios = SCENARIOS.filter(({ name }) => name.includes(options.only));
  if (scenarios.length === 0) throw new UsageError(`nothing has '${options.only}' in its name`);
  const directory = temporaryDirectory('resilience-');
  const findings: Finding[] = [];
  for (const { emulator, run } of scenarios) {
    const fleet = await Fleet.start(directory, emulator);
    try {
      const finding = await run(fleet, options);
      findings.push(finding);
      console.error(renderFinding(finding));
    } finally {
      await fleet.close();
    }
  }
  if (options.json) console.log(JSON.stringify(findings, null, 2));
  return findings.every(({ kept }) => kept) ? 0 : EXIT_FAILED;
});
