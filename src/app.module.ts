import { type DynamicModule, Module } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Configuration } from '../config/configuration.js';
import { AnswersModule } from './answers/answers.module.js';
import { AuthModule } from './auth/auth.module.js';
import type { Clock } from './common/clock.js';
import { CommonModule } from './common/common.module.js';
import { HealthModule } from './health/health.module.js';
import { HomeModule } from './home/home.module.js';
import { ProfileModule } from './profile/profile.module.js';

@Module({})
export class AppModule {
  static register(configuration: Configuration, clock: Clock, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CommonModule.register(configuration, clock, logger),
        AnswersModule,
        AuthModule,
        HomeModule,
        ProfileModule,
        HealthModule,
      ],
    };
  }
}
