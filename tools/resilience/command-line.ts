import { commandLine } from '../command-line/command-line.js';
import { anyText, flag, value, wholeNumber } from '../command-line/options.js';

/** What of the runs is wanted. */
export interface ResilienceOptions {
  /** How long the load lasts. */
  readonly seconds: number;
  /** Empty: everything. */
  readonly only: string;
  readonly json: boolean;
}

export const resilienceCommandLine = commandLine({
  usage: ['npm run resilience [-- options]'],
  about: `Three instances of the built service behind a TCP balancer, on a Redis of their own: refreshes at expiry, instances that
are killed while they refresh, and a load while one instance is killed, another drained and Redis restarted. Nothing
leaves this machine. Needs redis-server or valkey-server on PATH.`,
  options: {
    seconds: value('<number>', 'how long the load lasts, 10 to 600', wholeNumber(10, 600), 20),
    only: value('<text>', 'only what has this text in its name', anyText, ''),
    json: flag('what was found as JSON, on stdout'),
  },
  exits: { 1: 'the service does not keep what it promises' },
  make: (values): ResilienceOptions => values,
});
