import type { Logger } from 'pino';
import { ConfigurationError } from '../../config/configuration-error.js';
import type { Configuration } from '../../config/configuration.js';
import { loadConfiguration } from '../../config/load-configuration.js';
import { systemClock } from '../../src/common/clock.js';
import { createLogger } from '../../src/common/logging/logger.js';
import { StoreUnavailableError } from '../../src/session/session.errors.js';
import { SessionIndex } from '../../src/session/session-index.js';
import { SessionService } from '../../src/session/session.service.js';
import { reach } from '../../src/session/store/reach.js';
import type { RecordStore } from '../../src/session/store/record-store.js';
import { RedisRecordStore } from '../../src/session/store/redis-record-store.js';
import { SealedRecords } from '../../src/session/store/sealed-records.js';
import { type CommandLine, HELP, parseCommandLine, UsageError } from './command-line.js';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

async function run({ command, json, person }: CommandLine): Promise<void> {
  const configuration = loadConfiguration();
  const logger = createLogger('silent');
  const store = openStore(configuration, logger);
  try {
    // The store would tell why it does not answer; stdout is for the answer.
    const records = new SealedRecords(store, logger);
    const index = new SessionIndex(configuration, store, records);
    const sessions = new SessionService(configuration, systemClock, logger, records, index);
    if (command === 'end' && person !== undefined) {
      const ended = await sessions.endAll({ user: person });
      print(json, { ended }, `${ended} ${ended === 1 ? 'session' : 'sessions'} ended`);
    } else {
      const count =
        person === undefined ? await reach(store.count('session:')) : await sessions.count({ user: person });
      print(json, { sessions: count }, `${count} ${count === 1 ? 'session' : 'sessions'}`);
    }
  } finally {
    await store.close();
  }
}

function openStore({ redis, deadlines }: Configuration, logger: Logger): RecordStore {
  if (redis === undefined) {
    throw new UsageError('REDIS_URL is not set: sessions in the memory of the service are out of reach');
  }
  return new RedisRecordStore(systemClock, { ...redis, timeoutMs: deadlines.storeMs }, logger);
}

function print(json: boolean, data: Record<string, number>, text: string): void {
  console.log(json ? JSON.stringify(data) : text);
}

function fail(text: string, code: number): void {
  console.error(text);
  process.exitCode = code;
}

try {
  const commandLine = parseCommandLine(process.argv.slice(2));
  if (commandLine.command === 'help') console.log(HELP);
  else await run(commandLine);
} catch (error) {
  if (error instanceof UsageError) fail(`${error.message}\nTry --help.`, EXIT_USAGE);
  else if (error instanceof ConfigurationError) fail(error.message, EXIT_USAGE);
  else if (error instanceof StoreUnavailableError) {
    fail(
      'Redis does not answer, or refuses: check REDIS_URL, and whether it can be reached from here',
      EXIT_FAILED,
    );
  } else fail(error instanceof Error ? error.message : String(error), EXIT_FAILED);
}
