import { AppError } from '../common/errors/app-error.js';

/** The store can't be reached. The session may well be alive: nobody is signed out because of this. */
export class StoreUnavailableError extends AppError {
  override readonly name = 'StoreUnavailableError';

  constructor(cause: unknown) {
    super('store_unavailable', { cause, retryAfterSeconds: 5 });
  }
}
