import { Module } from '@nestjs/common';
import { CLOCK } from '../common/clock.js';
import { CONFIGURATION } from '../common/configuration.js';
import { LOGGER } from '../common/logging/logger.js';
import { KEEP_ALIVE_STORE, RECORD_STORE } from '../store/record-store.js';
import { SealedRecords } from '../store/sealed-records.js';
import { StoreModule } from '../store/store.module.js';
import { createSessions } from './create-sessions.js';
import { SessionController } from './session.controller.js';
import { SessionService } from './session.service.js';

@Module({
  imports: [StoreModule],
  controllers: [SessionController],
  providers: [
    {
      provide: SessionService,
      inject: [CONFIGURATION, CLOCK, LOGGER, RECORD_STORE, SealedRecords, KEEP_ALIVE_STORE],
      useFactory: createSessions,
    },
  ],
  exports: [SessionService],
})
export class SessionModule {}
