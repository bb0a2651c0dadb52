import { ConfigurationError } from '../config/configuration-error.js';
import { loadConfiguration } from '../config/load-configuration.js';
import { printConfiguration } from '../config/print-configuration.js';
import { createLogger } from './common/logging/logger.js';
import { createApp } from './create-app.js';
import { stopOnSignals } from './server/stop-on-signals.js';

async function main(): Promise<void> {
  const configuration = loadConfiguration();
  const logger = createLogger(configuration.log.level);
  logger.info({ configuration: printConfiguration(configuration) }, 'starting');
  if (configuration.session.secretIsEphemeral) {
    logger.warn('SESSION_SECRET is not set: one was made for this run, and sessions end with it');
  }
  if (configuration.production && !configuration.http.secure) {
    logger.warn('BASE_URL is plain http: cookies are not Secure; set the https address that people use');
  }
  if (configuration.http.trustProxy === true && configuration.http.signInRateLimit > 0) {
    logger.warn('TRUST_PROXY=true: callers can evade SIGN_IN_RATE_LIMIT; set the number of proxies instead');
  }
  const app = await createApp(configuration, { logger });
  await app.listen(configuration.http.port);
  logger.info({ address: configuration.http.baseUrl, port: configuration.http.port }, 'listening');
  stopOnSignals(app, logger, configuration.drainMs);
}

function fail(error: unknown): never {
  const known = error instanceof ConfigurationError || (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  const text = error instanceof Error ? (known ? error.message : error.stack) : 'could not start';
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

main().catch(fail);
