import { setTimeout as pause } from 'node:timers/promises';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Logger } from 'pino';
import { BoundedExpressAdapter } from './bounded-express-adapter.js';

/** Longer than a request takes that meets an outage of everything: a refresh, then Graph. Then connections are cut. */
const REQUESTS_MS = 30_000;

/**
 * Stops the service in order: not ready, a grace period, no new connections, requests under way are finished, exit 0.
 * A second signal ends the process at once.
 * @param drainMs the grace period of SIGTERM; Ctrl-C waits for nobody
 */
export function stopOnSignals(app: NestExpressApplication, logger: Logger, drainMs: number): void {
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    const graceMs = signal === 'SIGTERM' ? drainMs : 0;
    logger.info({ signal, graceMs }, 'stopping');
    drain(app);
    await pause(graceMs);
    const cut = setTimeout(() => {
      logger.warn('requests under way did not end: their connections are cut');
      app.getHttpServer().closeAllConnections();
    }, REQUESTS_MS).unref();
    await app.close();
    clearTimeout(cut);
    logger.info('stopped');
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    // Back to what a signal does by itself.
    process.off('SIGTERM', onSignal).off('SIGINT', onSignal);
    stop(signal).then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'could not stop in order');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
}

/** From now on the service is not ready, and asks every caller for a new connection, which goes elsewhere. */
export function drain(app: NestExpressApplication): void {
  const adapter = app.getHttpAdapter();
  if (adapter instanceof BoundedExpressAdapter) adapter.drain();
}
