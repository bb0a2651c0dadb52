import { LRUCache } from 'lru-cache';
import type { z } from 'zod';
import { deepFreeze } from '../../config/deep-freeze.js';

const MAX_RECORDS = 4000;
/** Of what is kept, sealed and opened. */
const MAX_BYTES = 16 * 1024 * 1024;
const LIFETIME_MS = 60_000;

interface Opened {
  readonly sealed: string;
  readonly schema: z.ZodType;
  readonly value: unknown;
}

/**
 * Records as they were opened, so that one that is read again and again is opened once. The store is asked each time all the
 * same: an opened record counts for the very bytes that the store gave, so that a change or an end is seen at once, by
 * whichever instance it was made. Bounded: 4,000 records or 16 MiB, and none for longer than a minute, in use or not.
 */
export class OpenedRecords {
  readonly #records: LRUCache<string, Opened>;

  constructor(lifetimeMs: number = LIFETIME_MS) {
    this.#records = new LRUCache({
      max: MAX_RECORDS,
      maxSize: MAX_BYTES,
      sizeCalculation: ({ sealed }) => 2 * sealed.length,
      ttl: lifetimeMs,
      // Nothing secret waits in memory for its room to be needed.
      ttlAutopurge: true,
    });
  }

  /** What that schema made of these bytes, frozen, or undefined when it is not kept. */
  get<T>(key: string, sealed: string, schema: z.ZodType<T>): T | undefined {
    const opened = this.#records.get(key);
    return opened?.sealed === sealed && opened.schema === schema ? (opened.value as T) : undefined;
  }

  /** @returns the value, which is shared from now on, and frozen for that */
  keep<T>(key: string, sealed: string, schema: z.ZodType<T>, value: T): T {
    this.#records.set(key, { sealed, schema, value: deepFreeze(value) });
    return value;
  }

  forget(keys: readonly string[]): void {
    for (const key of keys) this.#records.delete(key);
  }

  /** How much is kept, in bytes. */
  get size(): number {
    return this.#records.calculatedSize;
  }
}
