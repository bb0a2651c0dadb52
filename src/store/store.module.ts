import { Module } from '@nestjs/common';
import { CLOCK } from '../common/clock.js';
import { CONFIGURATION } from '../common/configuration.js';
import { LOGGER } from '../common/logging/logger.js';
import { createKeepAliveStore, createRecordStore } from './create-record-store.js';
import { KEEP_ALIVE_STORE, RECORD_STORE } from './record-store.js';
import { SealedRecords } from './sealed-records.js';
import { StoreCloser } from './store-closer.js';

@Module({
  providers: [
    SealedRecords,
    StoreCloser,
    { provide: RECORD_STORE, inject: [CONFIGURATION, CLOCK, LOGGER], useFactory: createRecordStore },
    {
      provide: KEEP_ALIVE_STORE,
      inject: [CONFIGURATION, CLOCK, RECORD_STORE],
      useFactory: createKeepAliveStore,
    },
  ],
  exports: [SealedRecords, RECORD_STORE, KEEP_ALIVE_STORE],
})
export class StoreModule {}
