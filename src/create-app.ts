import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Response } from 'express';
import type { Logger } from 'pino';
import type { Configuration } from '../config/configuration.js';
import { AppModule } from './app.module.js';
import { type Clock, systemClock } from './common/clock.js';
import { BoundedExpressAdapter } from './server/bounded-express-adapter.js';
import { forwardedAddresses } from './server/forwarded-addresses.js';
import { readBodies } from './server/request-bodies.js';
import { securityHeaders } from './server/security-headers.js';
import { createLogger } from './common/logging/logger.js';
import { NestLogger } from './common/logging/nest-logger.js';
import { requestLogging } from './server/request-logging.js';

const ASSETS_MAX_AGE_SECONDS = 3600;

export interface AppOptions {
  logger?: Logger;
  clock?: Clock;
  /** More modules, for tests and for services that grow in a module of their own. */
  modules?: readonly Type[];
}

/** The one pipeline: main, the tests and the demo all serve what this makes. Initialised, not yet listening. */
export async function createApp(
  configuration: Configuration,
  options: AppOptions = {},
): Promise<NestExpressApplication> {
  const { logger = createLogger(configuration.log.level), clock = systemClock, modules = [] } = options;
  const root = AppModule.register(configuration, clock, logger);
  root.imports?.push(...modules);
  const adapter = new BoundedExpressAdapter(configuration.limits);
  const app = await NestFactory.create<NestExpressApplication>(root, adapter, {
    logger: new NestLogger(logger),
    // Ours comes after the headers and the log (see below).
    bodyParser: false,
    abortOnError: false,
  });

  app.disable('x-powered-by');
  // Nothing that a route answers may be kept, so that no digest of it is ever asked about.
  app.disable('etag');
  app.set('trust proxy', configuration.http.trustProxy);
  app.use(requestLogging(logger), securityHeaders(configuration));
  app.use(forwardedAddresses(logger, configuration.http));
  readBodies(app, configuration.limits.bodyBytes);
  app.useStaticAssets(fileURLToPath(new URL('./answers/assets', import.meta.url)), {
    prefix: '/assets/',
    // Over the no-store that every answer begins with.
    setHeaders: (response: Response) =>
      response.setHeader('Cache-Control', `public, max-age=${ASSETS_MAX_AGE_SECONDS}`),
  });
  await app.init();
  return app;
}
