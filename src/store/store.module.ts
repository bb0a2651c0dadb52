import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK } from '../common/clock.js';
import { CONFIGURATION } from '../common/configuration.js';
import { LOGGER } from '../common/logging/logger.js';
import { createKeepAliveStore, createRecordStore } from './create-record-store.js';
import { KEEP_ALIVE_STORE, RECORD_STORE, type RecordStore } from './record-store.js';
import { SealedRecords } from './sealed-records.js';

@Module({
  providers: [
    SealedRecords,
    { provide: RECORD_STORE, inject: [CONFIGURATION, CLOCK, LOGGER], useFactory: createRecordStore },
    {
      provide: KEEP_ALIVE_STORE,
      inject: [CONFIGURATION, CLOCK, RECORD_STORE],
      useFactory: createKeepAliveStore,
    },
  ],
  exports: [SealedRecords, RECORD_STORE, KEEP_ALIVE_STORE],
})
export class StoreModule implements OnApplicationShutdown {
  constructor(
    @Inject(RECORD_STORE) private readonly store: RecordStore,
    @Inject(KEEP_ALIVE_STORE) private readonly keepAliveStore: RecordStore,
  ) {}

  /** After the last request was answered. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.store.close(), this.keepAliveStore.close()]);
  }
}
