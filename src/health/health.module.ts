import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { EntraModule } from '../entra/entra.module.js';
import { StoreModule } from '../store/store.module.js';
import { HealthController } from './health.controller.js';

@Module({
  imports: [TerminusModule.forRoot({ logger: false }), StoreModule, EntraModule],
  controllers: [HealthController],
})
export class HealthModule {}
