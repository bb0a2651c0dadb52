import { StoreUnavailableError } from './store.errors.js';

/** What the store answers; its failures become StoreUnavailableError. */
export async function reach<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw new StoreUnavailableError(error);
  }
}
