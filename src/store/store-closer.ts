import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { KEEP_ALIVE_STORE, RECORD_STORE, type RecordStore } from './record-store.js';

/** Closes the connections of the store after the last request was answered. */
@Injectable()
export class StoreCloser implements OnApplicationShutdown {
  constructor(
    @Inject(RECORD_STORE) private readonly store: RecordStore,
    @Inject(KEEP_ALIVE_STORE) private readonly keepAliveStore: RecordStore,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.store.close(), this.keepAliveStore.close()]);
  }
}
