/** A record as it is stored: sealed, so the store can't read it. */
export interface StoredRecord {
  value: string;
  /** Grows with each `replace`; starts at 1. */
  version: number;
  /** Milliseconds since the epoch. */
  expiresAtMs: number;
}

/**
 * Where sealed records live: the only thing to swap for another store. It sees opaque keys and sealed values.
 * Every method rejects when the store can't be reached; none of them ever says "absent" instead.
 */
export interface RecordStore {
  /** The record, or undefined when it was never written, was deleted or has expired. */
  get(key: string): Promise<StoredRecord | undefined>;
  /** Writes a new record with version 1, over whatever was there. */
  put(key: string, value: string, expiresAtMs: number): Promise<void>;
  /**
   * Writes `value` if the record is still there with `expectedVersion`, and keeps its expiry (compare-and-set).
   * @returns false when the record is gone or has another version: nothing was written
   */
  replace(key: string, value: string, expectedVersion: number): Promise<boolean>;
  /** Moves the expiry of those that exist; never brings one back. */
  extend(keys: readonly string[], expiresAtMs: number): Promise<void>;
  delete(keys: readonly string[]): Promise<void>;
  /** Resolves when the store answers. */
  ping(): Promise<void>;
}

/** Injects the `RecordStore`. */
export const RECORD_STORE = Symbol('RECORD_STORE');
