import { HELP, parseCommandLine, UsageError } from './command-line.js';
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

function fail(error: unknown, code: number): void {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = code;
}

try {
  const commandLine = parseCommandLine(process.argv.slice(2));
  if (commandLine.help) console.log(HELP);
  else {
    const memory = await measureRedisMemory(commandLine.redis);
    console.log(commandLine.json ? JSON.stringify(memory, null, 2) : report(memory));
  }
} catch (error) {
  if (error instanceof UsageError) fail(`${error.message}\nTry --help.`, EXIT_USAGE);
  else fail(error, EXIT_FAILED);
}
