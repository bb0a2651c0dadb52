import { commandLine } from '../command-line/command-line.js';
import { anyText, flag, value } from '../command-line/options.js';

/** What of the comparison is wanted. */
export interface FaultsOptions {
  readonly check: boolean;
  readonly json: boolean;
  /** Empty: every row. */
  readonly only: string;
}

export const faultsCommandLine = commandLine({
  usage: ['npm run faults [-- options]'],
  about: `Runs every fault against passport-azure-ad as its README has it and against this service as built, each in a process
of its own, and writes docs/faults.md. Takes some minutes. Nothing leaves this machine.`,
  options: {
    check: flag('write nothing; exit 1 when a row differs from docs/faults.md'),
    only: value(
      '<text>',
      'only the rows whose id contains this text, such as cold/keys; docs/faults.md is not written',
      anyText,
      '',
    ),
    json: flag('the rows as JSON, on stdout'),
  },
  exits: { 1: 'this service breaks its promise in any row' },
  make: (values): FaultsOptions => values,
});
