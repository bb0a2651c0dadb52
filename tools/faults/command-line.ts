import { parseArgs } from 'node:util';

export const HELP = `Usage: npm run faults [-- options]

Runs every fault against passport-azure-ad as its README has it and against this service as built, each in a process of
its own, and writes docs/faults.md. Takes some minutes. Nothing leaves this machine.

  --check        write nothing; exit 1 when a row differs from docs/faults.md
  --only <text>  only the rows whose id contains this text, such as cold/keys; docs/faults.md is not written
  --json         the rows as JSON, on stdout
  --help         this text

Exits 1 when this service breaks its promise in any row, 2 when the options make no sense.
`;

export interface CommandLine {
  readonly help: boolean;
  readonly check: boolean;
  readonly json: boolean;
  /** Empty: every row. */
  readonly only: string;
}

/** What is wrong with a command line, in one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @throws UsageError */
export function parseCommandLine(args: readonly string[]): CommandLine {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', default: false },
        check: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        only: { type: 'string', default: '' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
