import { parseArgs } from 'node:util';

const DEFAULT_SECONDS = 20;

export const HELP = `Usage: npm run resilience [-- options]

Three instances of the built service behind a TCP balancer, on a Redis of their own: refreshes at expiry, instances that
are killed while they refresh, and a load while one instance is killed, another drained and Redis restarted. Nothing
leaves this machine. Needs redis-server or valkey-server on PATH.

  --seconds <number>  how long the load lasts, 10 to 600 (default ${DEFAULT_SECONDS})
  --only <text>       only what has this text in its name
  --json              what was found as JSON, on stdout
  --help              this text

Exits 1 when the service does not keep what it promises, 2 when the options make no sense.
`;

export interface CommandLine {
  readonly help: boolean;
  readonly json: boolean;
  readonly only: string;
  readonly seconds: number;
}

/** What is wrong with a command line, in one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @throws UsageError */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const { seconds, ...flags } = parse(args);
  const duration = Number(seconds);
  if (!(duration >= 10 && duration <= 600)) throw new UsageError('--seconds takes a number from 10 to 600');
  return { ...flags, seconds: duration };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        only: { type: 'string', default: '' },
        seconds: { type: 'string', default: String(DEFAULT_SECONDS) },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
