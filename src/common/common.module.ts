import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import type { Logger } from 'pino';
import { Draining } from './draining.js';
import { ErrorFilter } from './errors/error.filter.js';
import { ErrorResponder } from './errors/error-responder.js';
import { LOGGER } from './logging/logger.js';
import { Pages } from './pages/pages.js';

/** What every feature uses: pages, errors, the log. */
@Global()
@Module({})
export class CommonModule {
  static register(logger: Logger): DynamicModule {
    return {
      module: CommonModule,
      providers: [
        Draining,
        Pages,
        ErrorResponder,
        { provide: LOGGER, useValue: logger },
        { provide: APP_FILTER, useClass: ErrorFilter },
      ],
      exports: [Draining, Pages, ErrorResponder, LOGGER],
    };
  }
}
