import { AppError, errorEntries, errorEntry } from '../common/app-error.js';

/** What goes wrong between the service and its session store. */
export const storeErrors = errorEntries({
  store_unavailable: errorEntry(503, 'nobody', 'retry', [
    'Sessions can’t be read at the moment',
    'You are not signed out. Try again in a moment.',
  ]),
});

/** The store can't be reached. The session may well be alive: nobody is signed out because of this. */
export class StoreUnavailableError extends AppError {
  override readonly name: string = 'StoreUnavailableError';

  constructor(cause?: unknown, log?: Record<string, unknown>) {
    super(storeErrors.store_unavailable, { cause, log, retryAfterSeconds: 5 });
  }
}
