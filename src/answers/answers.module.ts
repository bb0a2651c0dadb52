import { Global, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ErrorFilter } from './error.filter.js';
import { ErrorResponder } from './error-responder.js';
import { Pages } from './pages.js';

/** How errors and pages are answered, for every feature. */
@Global()
@Module({
  providers: [Pages, ErrorResponder, { provide: APP_FILTER, useClass: ErrorFilter }],
  exports: [Pages, ErrorResponder],
})
export class AnswersModule {}
