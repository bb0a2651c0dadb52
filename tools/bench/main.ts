import { runTool } from '../command-line/run-tool.js';
import { benchCommandLine } from './command-line.js';
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

await runTool(benchCommandLine, async ({ redis, json }) => {
  const memory = await measureRedisMemory(redis);
  console.log(json ? JSON.stringify(memory, null, 2) : report(memory));
});
