import { Module } from '@nestjs/common';
import { CLOCK } from '../common/clock.js';
import { CONFIGURATION } from '../common/configuration.module.js';
import { LOGGER } from '../common/logging/logger.js';
import { HomeController } from './home.controller.js';
import { createKeepAlive, KeepAlive } from './keep-alive.js';
import { SessionController } from './session.controller.js';
import { SessionIndex } from './session-index.js';
import { SessionService } from './session.service.js';
import { createKeepAliveStore, createRecordStore } from './store/create-record-store.js';
import { KEEP_ALIVE_STORE, RECORD_STORE } from './store/record-store.js';
import { SealedRecords } from './store/sealed-records.js';
import { StoreCloser } from './store/store-closer.js';

@Module({
  controllers: [HomeController, SessionController],
  providers: [
    SessionService,
    SessionIndex,
    SealedRecords,
    StoreCloser,
    { provide: RECORD_STORE, inject: [CONFIGURATION, CLOCK, LOGGER], useFactory: createRecordStore },
    {
      provide: KEEP_ALIVE_STORE,
      inject: [CONFIGURATION, CLOCK, RECORD_STORE],
      useFactory: createKeepAliveStore,
    },
    {
      provide: KeepAlive,
      inject: [CONFIGURATION, CLOCK, LOGGER, KEEP_ALIVE_STORE],
      useFactory: createKeepAlive,
    },
  ],
  exports: [SessionService, SealedRecords, RECORD_STORE],
})
export class SessionModule {}
