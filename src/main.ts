import { ConfigurationError } from '../config/configuration.js';
import { loadConfiguration } from '../config/load-configuration.js';
import { printConfiguration } from '../config/print-configuration.js';
import { createLogger } from './common/logging/logger.js';
import { createApp } from './create-app.js';

async function main(): Promise<void> {
  const configuration = loadConfiguration();
  const logger = createLogger(configuration.log.level);
  logger.info({ configuration: printConfiguration(configuration) }, 'starting');
  if (configuration.session.secretIsEphemeral) {
    logger.warn('SESSION_SECRET is not set: one was made for this run, and sessions end with it');
  }
  const app = await createApp(configuration, { logger });
  app.enableShutdownHooks(['SIGTERM', 'SIGINT']);
  await app.listen(configuration.http.port);
  logger.info({ address: configuration.http.baseUrl, port: configuration.http.port }, 'listening');
}

main().catch((error: unknown) => {
  const known = error instanceof ConfigurationError || (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  process.stderr.write(
    `${error instanceof Error ? (known ? error.message : error.stack) : 'could not start'}\n`,
  );
  process.exit(1);
});
