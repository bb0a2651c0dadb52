import { Module } from '@nestjs/common';
import { CLOCK, type Clock } from '../common/clock.js';
import { HomeController } from './home.controller.js';
import { SessionController } from './session.controller.js';
import { SessionIndex } from './session-index.js';
import { SessionService } from './session.service.js';
import { MemoryRecordStore } from './store/memory-record-store.js';
import { RECORD_STORE } from './store/record-store.js';
import { SealedRecords } from './store/sealed-records.js';

@Module({
  controllers: [HomeController, SessionController],
  providers: [
    SessionService,
    SessionIndex,
    SealedRecords,
    { provide: RECORD_STORE, inject: [CLOCK], useFactory: (clock: Clock) => new MemoryRecordStore(clock) },
  ],
  exports: [SessionService, SealedRecords],
})
export class SessionModule {}
