import { Global, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ErrorFilter } from './error.filter.js';
import { ErrorResponder } from './error-responder.js';

/** How errors are answered, for every feature. */
@Global()
@Module({
  providers: [ErrorResponder, { provide: APP_FILTER, useClass: ErrorFilter }],
  exports: [ErrorResponder],
})
export class AnswersModule {}
