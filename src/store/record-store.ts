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
 * Every method rejects when the store can't be reached; none of them ever says "absent" instead. What lies there in no form
 * of ours is absent, and is written over.
 */
export interface RecordStore {
  /** The record, or undefined when it was never written, was deleted or has expired. */
  get(key: string): Promise<StoredRecord | undefined>;
  /**
   * The records of several keys, each as `get` gives it, at the cost of one. Their keys have one hash tag, so that a cluster
   * keeps them together.
   */
  getAll(keys: readonly string[]): Promise<(StoredRecord | undefined)[]>;
  /**
   * Writes a new record with version 1, unless there is one, which may have ended a moment ago.
   * @returns false when there is: nothing was written
   */
  add(key: string, value: string, expiresAtMs: number): Promise<boolean>;
  /** Writes a new record with version 1, over whatever was there. */
  put(key: string, value: string, expiresAtMs: number): Promise<void>;
  /**
   * Writes `value` if the record is still there with `expectedVersion`, and keeps its expiry (compare-and-set).
   * @returns false when the record is gone or has another version: nothing was written
   */
  replace(key: string, value: string, expectedVersion: number): Promise<boolean>;
  /** Moves the expiry of those that exist; never brings one back. */
  extend(keys: readonly string[], expiresAtMs: number): Promise<void>;
  /** @returns how many of them were there */
  delete(keys: readonly string[]): Promise<number>;

  /**
   * Takes the lease of that key for `ttlMs`, or prolongs it for the owner that has it: one owner at a time, among all
   * instances. A holder that dies loses it with its time.
   * @returns false when another owner has it
   */
  holdLease(key: string, owner: string, ttlMs: number): Promise<boolean>;
  /** Gives the lease back, if `owner` still has it. */
  releaseLease(key: string, owner: string): Promise<void>;

  /**
   * Adds a member to an index until `expiresAtMs`. An index is gone when its last member has ended.
   * @returns the members beyond `maxMembers`, those that end first, never the one that was added. They stay until they are
   *   removed, so that whoever ends what they stand for can fail and be asked again.
   */
  addToIndex(key: string, member: string, expiresAtMs: number, maxMembers: number): Promise<string[]>;
  /** The members that have not ended. */
  readIndex(key: string): Promise<string[]>;
  /** The same of an index as version 1 kept it, under a key of its own. Nothing writes one any more. */
  readFormerIndex(key: string): Promise<string[]>;
  removeFromIndex(key: string, member: string): Promise<void>;

  /** How many records there are whose key begins like this. Takes its time: for operators, not for requests. */
  count(prefix: string): Promise<number>;
  /** Resolves when the store answers. */
  ping(): Promise<void>;
  /** Ends its connections; nothing is asked of it afterwards. */
  close(): Promise<void>;
}

/** Injects the `RecordStore`. */
export const RECORD_STORE = Symbol('RECORD_STORE');

/** Injects the `RecordStore` for writes that nobody waits for. */
export const KEEP_ALIVE_STORE = Symbol('KEEP_ALIVE_STORE');
