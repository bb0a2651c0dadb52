import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { RECORD_STORE, type RecordStore } from './record-store.js';

/** Closes the store after the last request was answered. */
@Injectable()
export class StoreCloser implements OnApplicationShutdown {
  constructor(@Inject(RECORD_STORE) private readonly store: RecordStore) {}

  onApplicationShutdown(): Promise<void> {
    return this.store.close();
  }
}
