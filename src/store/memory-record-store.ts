import { LRUCache } from 'lru-cache';
import type { Clock } from '../common/clock.js';
import type { RecordStore, StoredRecord } from './record-store.js';

const DEFAULT_MAX_RECORDS = 20_000;

/** Members and when they end. */
type Index = Map<string, number>;

/**
 * Records in the memory of this process, for one instance. Bounded: beyond `maxRecords` (20,000, which is 10,000
 * sessions) the least recently used go first, leases and indexes likewise; expired ones are never given and go when
 * their room is needed.
 */
export class MemoryRecordStore implements RecordStore {
  readonly #records: LRUCache<string, StoredRecord>;
  readonly #leases: LRUCache<string, string>;
  readonly #indexes: LRUCache<string, Index>;

  constructor(
    private readonly clock: Clock,
    maxRecords: number = DEFAULT_MAX_RECORDS,
  ) {
    // ttlResolution 0: ask our clock at every look instead of remembering the time for a while.
    const options = { max: maxRecords, ttlResolution: 0, perf: clock };
    this.#records = new LRUCache(options);
    this.#leases = new LRUCache(options);
    this.#indexes = new LRUCache(options);
  }

  get(key: string): Promise<StoredRecord | undefined> {
    return Promise.resolve(this.#alive(key));
  }

  getAll(keys: readonly string[]): Promise<(StoredRecord | undefined)[]> {
    return Promise.resolve(keys.map((key) => this.#alive(key)));
  }

  async add(key: string, value: string, expiresAtMs: number): Promise<boolean> {
    if (this.#alive(key) !== undefined) return false;
    await this.put(key, value, expiresAtMs);
    return true;
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

  delete(keys: readonly string[]): Promise<number> {
    return Promise.resolve(keys.filter((key) => this.#records.delete(key)).length);
  }

  holdLease(key: string, owner: string, ttlMs: number): Promise<boolean> {
    if ((this.#leases.get(key) ?? owner) !== owner) return Promise.resolve(false);
    this.#leases.set(key, owner, { ttl: ttlMs });
    return Promise.resolve(true);
  }

  releaseLease(key: string, owner: string): Promise<void> {
    if (this.#leases.get(key) === owner) this.#leases.delete(key);
    return Promise.resolve();
  }

  addToIndex(key: string, member: string, expiresAtMs: number, maxMembers: number): Promise<string[]> {
    const index = this.#aliveIndex(key).set(member, expiresAtMs);
    this.#writeIndex(key, index);
    const others = [...index].filter(([other]) => other !== member).sort(([, a], [, b]) => a - b);
    return Promise.resolve(others.slice(0, Math.max(0, index.size - maxMembers)).map(([other]) => other));
  }

  readIndex(key: string): Promise<string[]> {
    return Promise.resolve([...this.#aliveIndex(key).keys()]);
  }

  removeFromIndex(key: string, member: string): Promise<void> {
    const index = this.#aliveIndex(key);
    if (index.delete(member)) this.#writeIndex(key, index);
    return Promise.resolve();
  }

  readFormerIndex(): Promise<string[]> {
    return Promise.resolve([]);
  }

  count(prefix: string): Promise<number> {
    const keys = [...this.#records.keys()];
    return Promise.resolve(keys.filter((key) => key.startsWith(prefix) && this.#alive(key) !== undefined).length);
  }

  ping(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
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

  #aliveIndex(key: string): Index {
    const now = this.clock.now();
    return new Map([...(this.#indexes.get(key) ?? [])].filter(([, endsAtMs]) => endsAtMs > now));
  }

  #writeIndex(key: string, index: Index): void {
    const ttl = Math.ceil(Math.max(0, ...index.values()) - this.clock.now());
    if (ttl > 0) this.#indexes.set(key, index, { ttl });
    else this.#indexes.delete(key);
  }
}
