import { runTool, EXIT_FAILED, exitOnSignals } from '../command-line/run-tool.js';
import { UsageError } from '../command-line/usage-error.js';
import { benchCommandLine } from './command-line.js';
import type { ComparisonOptions } from './comparison/comparison.js';
import { compare as measureComparison } from './comparison/measure-comparison.js';
import { rowsWith } from './comparison/rows.js';
import { renderComparison } from './comparison/table.js';
import { measureRedisMemory, type RedisMemory } from './redis-memory.js';

function report({ sessions, bytesPerSession, bytesByKind }: RedisMemory): string {
  const kinds = Object.entries(bytesByKind).map(([kind, bytes]) => `  ${kind.padEnd(10)}${bytes} bytes`);
  const gigabytes = ((bytesPerSession * 1_000_000) / 1024 ** 3).toFixed(1);
  return [
    `${sessions} people signed in: ${bytesPerSession} bytes each in Redis, of which`,
    ...kinds,
    `A million would take ${gigabytes} GiB.`,
  ].join('\n');
}

async function compare(options: ComparisonOptions, json: boolean): Promise<number> {
  if (rowsWith(options).length === 0) throw new UsageError(`no row has '${options.only}' in its id or name`);
  const comparison = await measureComparison(options, (text) => console.error(text));
  console.log(json ? JSON.stringify(comparison, null, 2) : renderComparison(comparison));
  const failed = comparison.rows.filter(({ failure }) => failure !== undefined);
  for (const { id, failure } of failed) console.error(`${id} failed: ${failure}`);
  return failed.length > 0 ? EXIT_FAILED : 0;
}

exitOnSignals(EXIT_FAILED);
await runTool(benchCommandLine, async ({ comparison, redis, json }) => {
  if (comparison !== undefined) return compare(comparison, json);
  if (redis !== undefined) {
    const memory = await measureRedisMemory(redis);
    console.log(json ? JSON.stringify(memory, null, 2) : report(memory));
  }
  return 0;
});
