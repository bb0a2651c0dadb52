import { LRUCache } from 'lru-cache';
import type { Clock } from '../../common/clock.js';
import type { RecordStore, StoredRecord } from './record-store.js';

const DEFAULT_MAX_RECORDS = 20_000;

/**
 * Records in the memory of this process, for one instance. Bounded: beyond `maxRecords` (20,000, which is 10,000
 * sessions) the least recently used go first; expired ones are never given and go when their room is needed.
 */
export class MemoryRecordStore implements RecordStore {
  readonly #records: LRUCache<string, StoredRecord>;

  constructor(
    private readonly clock: Clock,
    maxRecords: number = DEFAULT_MAX_RECORDS,
  ) {
    // ttlResolution 0: ask our clock at every look instead of remembering the time for a while.
    this.#records = new LRUCache({ max: maxRecords, ttlResolution: 0, perf: clock });
  }

  get(key: string): Promise<StoredRecord | undefined> {
    return Promise.resolve(this.#alive(key));
  }

  put(key: string, value: string, expiresAtMs: number): Promise<void> {
    this.#write(key, { value, version: 1, expiresAtMs });
    return Promise.resolve();
  }

  replace(key: string, value: string, expectedVersion: number): Promise<boolean> {
    const record = this.#alive(key);
    if (record?.version !== expectedVersion) return Promise.resolve(false);
    this.#write(key, { ...record, value, version: expectedVersion + 1 });
    return Promise.resolve(true);
  }

  extend(keys: readonly string[], expiresAtMs: number): Promise<void> {
    for (const key of keys) {
      const record = this.#alive(key);
      if (record !== undefined) this.#write(key, { ...record, expiresAtMs });
    }
    return Promise.resolve();
  }

  delete(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.#records.delete(key);
    return Promise.resolve();
  }

  ping(): Promise<void> {
    return Promise.resolve();
  }

  #alive(key: string): StoredRecord | undefined {
    const record = this.#records.get(key);
    return record !== undefined && this.clock.now() < record.expiresAtMs ? record : undefined;
  }

  #write(key: string, record: StoredRecord): void {
    const ttl = Math.ceil(record.expiresAtMs - this.clock.now());
    if (ttl > 0) this.#records.set(key, record, { ttl });
    else this.#records.delete(key);
  }
}
