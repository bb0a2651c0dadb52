import { type DynamicModule, Global, Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import type { Configuration } from '../../config/configuration.js';
import { CLOCK, type Clock } from './clock.js';

/** Injects the `Configuration` that config/ made. */
export const CONFIGURATION = Symbol('CONFIGURATION');

/** Carries the configuration and the clock to every module. @nestjs/config reads no environment of its own here. */
@Global()
@Module({})
export class ConfigurationModule {
  static register(configuration: Configuration, clock: Clock): DynamicModule {
    return {
      module: ConfigurationModule,
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
      ],
      exports: [CONFIGURATION, CLOCK],
    };
  }
}
