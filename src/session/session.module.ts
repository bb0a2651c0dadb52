import { Module } from '@nestjs/common';
import { CLOCK } from '../common/clock.js';
import { CONFIGURATION } from '../common/configuration.js';
import { LOGGER } from '../common/logging/logger.js';
import { KEEP_ALIVE_STORE } from '../store/record-store.js';
import { StoreModule } from '../store/store.module.js';
import { createKeepAlive, KeepAlive } from './keep-alive.js';
import { SessionController } from './session.controller.js';
import { SessionIndex } from './session-index.js';
import { SessionService } from './session.service.js';

@Module({
  imports: [StoreModule],
  controllers: [SessionController],
  providers: [
    SessionService,
    SessionIndex,
    {
      provide: KeepAlive,
      inject: [CONFIGURATION, CLOCK, LOGGER, KEEP_ALIVE_STORE],
      useFactory: createKeepAlive,
    },
  ],
  exports: [SessionService],
})
export class SessionModule {}
