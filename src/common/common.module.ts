import { type DynamicModule, Global, Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import type { Logger } from 'pino';
import type { Configuration } from '../../config/configuration.js';
import { CLOCK, type Clock } from './clock.js';
import { CONFIGURATION } from './configuration.js';
import { Events } from './events.js';
import { LOGGER } from './logging/logger.js';

/** Configuration, clock, log and events for every module. @nestjs/config reads no environment of its own here. */
@Global()
@Module({})
export class CommonModule {
  static register(configuration: Configuration, clock: Clock, logger: Logger): DynamicModule {
    return {
      module: CommonModule,
      imports: [
        ConfigModule.forRoot({
          ignoreEnvFile: true,
          ignoreEnvVars: true,
          skipProcessEnv: true,
          load: [() => ({ service: configuration })],
        }),
      ],
      providers: [
        {
          provide: CONFIGURATION,
          inject: [ConfigService],
          useFactory: (config: ConfigService) => config.getOrThrow<Configuration>('service'),
        },
        { provide: CLOCK, useValue: clock },
        { provide: LOGGER, useValue: logger },
        Events,
      ],
      exports: [CONFIGURATION, CLOCK, LOGGER, Events],
    };
  }
}
