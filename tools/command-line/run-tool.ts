import { ConfigurationError } from '../../config/configuration-error.js';
import type { CommandLine } from './command-line.js';
import { UsageError } from './usage-error.js';

/** The exit code of a tool that could not do, or did not find, what it should. */
export const EXIT_FAILED = 1;

/**
 * Runs a tool with what its command line says, and lets the process exit with what comes of it. What it throws is told on
 * stderr; an environment that makes no sense counts as options that make none.
 * @param main - gives the exit code; default 0
 */
export async function runTool<T extends object>(
  { parse, help, usageExit }: CommandLine<T>,
  main: (options: T) => Promise<number | void>,
  args: readonly string[] = process.argv.slice(2),
): Promise<void> {
  try {
    const options = parse(args);
    if (options === undefined) console.log(help);
    process.exitCode = options === undefined ? 0 : ((await main(options)) ?? 0);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    if (error instanceof UsageError) console.error('Try --help.');
    const isUsage = error instanceof UsageError || error instanceof ConfigurationError;
    process.exitCode = isUsage ? usageExit : EXIT_FAILED;
  }
}

/** Ends the process at once when it is told to stop; what hangs on its `exit` event is done before. */
export function exitOnSignals(code: number): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(code));
}
