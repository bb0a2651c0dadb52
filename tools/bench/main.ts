import { HELP, parseCommandLine, UsageError } from './command-line.js';
import { Measuring } from './comparison/measure-comparison.js';
import { rowsWith } from './comparison/rows.js';
import { renderComparison } from './comparison/table.js';
import type { ComparisonOptions } from './comparison/comparison.js';
import { measureRedisMemory, type RedisMemory } from './redis-memory.js';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

function report({ sessions, bytesPerSession, bytesByKind }: RedisMemory): string {
  const kinds = Object.entries(bytesByKind).map(([kind, bytes]) => `  ${kind.padEnd(10)}${bytes} bytes`);
  const gigabytes = ((bytesPerSession * 1_000_000) / 1024 ** 3).toFixed(1);
  return [
    `${sessions} people signed in: ${bytesPerSession} bytes each in Redis, of which`,
    ...kinds,
    `A million would take ${gigabytes} GiB.`,
  ].join('\n');
}

async function compare(options: ComparisonOptions, json: boolean): Promise<void> {
  if (rowsWith(options.only).length === 0) throw new UsageError(`no row has '${options.only}' in its id`);
  const comparison = await Measuring.compare(options, (text) => console.error(text));
  console.log(json ? JSON.stringify(comparison, null, 2) : renderComparison(comparison));
  const failed = comparison.rows.filter(({ failure }) => failure !== undefined);
  for (const { id, failure } of failed) console.error(`${id} failed: ${failure}`);
  if (failed.length > 0) process.exitCode = EXIT_FAILED;
}

function fail(error: unknown, code: number): void {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = code;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(EXIT_FAILED));

try {
  const commandLine = parseCommandLine(process.argv.slice(2));
  if (commandLine.help) console.log(HELP);
  else if ('comparison' in commandLine) await compare(commandLine.comparison, commandLine.json);
  else {
    const memory = await measureRedisMemory(commandLine.redis);
    console.log(commandLine.json ? JSON.stringify(memory, null, 2) : report(memory));
  }
} catch (error) {
  if (error instanceof UsageError) fail(`${error.message}\nTry --help.`, EXIT_USAGE);
  else fail(error, EXIT_FAILED);
}
