import type { Clock } from '../../src/common/clock.js';
import { MemoryRecordStore } from '../../src/store/memory-record-store.js';
import type { RecordStore, StoredRecord } from '../../src/store/record-store.js';

const READS = new Set<keyof RecordStore>(['get', 'readIndex', 'count', 'ping', 'close']);

/** A store in memory that a test can look into, count and cut off. */
export class ObservedRecordStore implements RecordStore {
  /** The methods that were called, in order. */
  readonly calls: (keyof RecordStore)[] = [];
  /** Every value that was ever written, by key: what a thief could have read. */
  readonly written = new Map<string, string>();
  /** While set, every method rejects with it. */
  outage: Error | undefined;
  /** While set, every method that writes rejects with it: a Redis that is full, or a replica. */
  writeOutage: Error | undefined;

  readonly #records: RecordStore;

  constructor(clock: Clock) {
    this.#records = new MemoryRecordStore(clock);
  }

  /** How often a method was called. */
  called(method: keyof RecordStore): number {
    return this.calls.filter((call) => call === method).length;
  }

  async get(key: string): Promise<StoredRecord | undefined> {
    this.#enter('get');
    return this.#records.get(key);
  }

  async put(key: string, value: string, expiresAtMs: number): Promise<void> {
    this.#enter('put');
    this.written.set(key, value);
    return this.#records.put(key, value, expiresAtMs);
  }

  async replace(key: string, value: string, expectedVersion: number): Promise<boolean> {
    this.#enter('replace');
    const replaced = await this.#records.replace(key, value, expectedVersion);
    if (replaced) this.written.set(key, value);
    return replaced;
  }

  async extend(keys: readonly string[], expiresAtMs: number): Promise<void> {
    this.#enter('extend');
    return this.#records.extend(keys, expiresAtMs);
  }

  async delete(keys: readonly string[]): Promise<number> {
    this.#enter('delete');
    return this.#records.delete(keys);
  }

  async holdLease(key: string, owner: string, ttlMs: number): Promise<boolean> {
    this.#enter('holdLease');
    return this.#records.holdLease(key, owner, ttlMs);
  }

  async releaseLease(key: string, owner: string): Promise<void> {
    this.#enter('releaseLease');
    return this.#records.releaseLease(key, owner);
  }

  async addToIndex(key: string, member: string, expiresAtMs: number, maxMembers: number): Promise<string[]> {
    this.#enter('addToIndex');
    this.written.set(key, member);
    return this.#records.addToIndex(key, member, expiresAtMs, maxMembers);
  }

  async readIndex(key: string): Promise<string[]> {
    this.#enter('readIndex');
    return this.#records.readIndex(key);
  }

  async readFormerIndex(key: string): Promise<string[]> {
    this.#enter('readFormerIndex');
    return this.#records.readFormerIndex(key);
  }

  async removeFromIndex(key: string, member: string): Promise<void> {
    this.#enter('removeFromIndex');
    return this.#records.removeFromIndex(key, member);
  }

  async count(prefix: string): Promise<number> {
    this.#enter('count');
    return this.#records.count(prefix);
  }

  async close(): Promise<void> {
    this.#enter('close');
    return this.#records.close();
  }

  async ping(): Promise<void> {
    this.#enter('ping');
    return this.#records.ping();
  }

  #enter(method: keyof RecordStore): void {
    this.calls.push(method);
    if (this.outage !== undefined) throw this.outage;
    if (this.writeOutage !== undefined && !READS.has(method)) throw this.writeOutage;
  }
}
