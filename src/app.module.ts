import { type DynamicModule, Module } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Configuration } from '../config/configuration.js';
import { AuthModule } from './auth/auth.module.js';
import type { Clock } from './common/clock.js';
import { CommonModule } from './common/common.module.js';
import { ConfigurationModule } from './common/configuration.module.js';
import { HealthModule } from './health/health.module.js';
import { ProfileModule } from './profile/profile.module.js';
import { SessionModule } from './session/session.module.js';

@Module({})
export class AppModule {
  static register(configuration: Configuration, clock: Clock, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigurationModule.register(configuration, clock),
        CommonModule.register(logger),
        AuthModule,
        SessionModule,
        ProfileModule,
        HealthModule,
      ],
    };
  }
}
