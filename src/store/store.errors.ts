import { AppError, errorEntries } from '../common/app-error.js';

/** What goes wrong between the service and its session store. */
export const storeErrors = errorEntries({
  store_unavailable: {
    status: 503,
    next: 'retry',
    title: 'Sessions can’t be read at the moment',
    detail: 'You are not signed out. Try again in a moment.',
    mender: 'nobody',
  },
});

/** The store can't be reached. The session may well be alive: nobody is signed out because of this. */
export class StoreUnavailableError extends AppError {
  override readonly name: string = 'StoreUnavailableError';

  constructor(cause?: unknown, log?: Record<string, unknown>) {
    super(storeErrors.store_unavailable, { cause, log, retryAfterSeconds: 5 });
  }
}
