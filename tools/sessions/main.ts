import { ConfigurationError } from '../../config/configuration-error.js';
import { loadConfiguration } from '../../config/load-configuration.js';
import { StoreUnavailableError } from '../../src/store/store.errors.js';
import { HELP, parseCommandLine, UsageError } from './command-line.js';
import { operate } from './operate.js';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

function describe(answer: { sessions: number } | { ended: number }): string {
  const [count, what] = 'ended' in answer ? [answer.ended, ' ended'] : [answer.sessions, ''];
  return `${count} ${count === 1 ? 'session' : 'sessions'}${what}`;
}

function fail(text: string, code: number): void {
  console.error(text);
  process.exitCode = code;
}

try {
  const commandLine = parseCommandLine(process.argv.slice(2));
  if (commandLine.command === 'help') console.log(HELP);
  else {
    const answer = await operate(commandLine, loadConfiguration());
    console.log(commandLine.json ? JSON.stringify(answer) : describe(answer));
  }
} catch (error) {
  if (error instanceof UsageError) fail(`${error.message}\nTry --help.`, EXIT_USAGE);
  else if (error instanceof ConfigurationError) fail(error.message, EXIT_USAGE);
  else if (error instanceof StoreUnavailableError) {
    fail('Redis does not answer, or refuses: check REDIS_URL, and whether it can be reached from here', EXIT_FAILED);
  } else fail(error instanceof Error ? error.message : String(error), EXIT_FAILED);
}
