import type { Logger } from 'pino';
import type { Clock } from '../../common/clock.js';
import type { RecordStore, StoredRecord } from '../record-store.js';
import { countRecords } from './redis-count.js';
import { RedisConnection } from './redis-connection.js';
import type { RedisClientOptions } from './redis-client.js';
import { RedisError, toRedisError } from './redis-error.js';
import { formerMembers } from './redis-former-index.js';
import { CHANGE_INDEX, EXTEND, HOLD_LEASE, RELEASE_LEASE, REPLACE } from './redis-scripts.js';
import { bySlot } from './redis-slots.js';
import { decodeRecord, encodeRecord } from './redis-value.js';

/**
 * Records in Redis, for any number of instances. One string a record, one sorted set an index, and no key without an end.
 * When a record ends is decided by our clock; Redis' own expiry only removes what has ended.
 * Every call is answered or rejects within `timeoutMs`.
 */
export class RedisRecordStore implements RecordStore {
  readonly #connection: RedisConnection;

  constructor(
    private readonly clock: Clock,
    options: RedisClientOptions,
    logger: Logger,
  ) {
    this.#connection = new RedisConnection(options, logger);
  }

  async get(key: string): Promise<StoredRecord | undefined> {
    return this.#alive(await this.#read('get', key));
  }

  async getAll(keys: readonly string[]): Promise<(StoredRecord | undefined)[]> {
    try {
      const answers = (await this.#connection.read('mget', keys)) as unknown[];
      return answers.map((bytes) => this.#alive(bytes));
    } catch (error) {
      if ((error as RedisError).reason !== 'NOPERM') throw error;
      // A user of Redis with the rights that were enough for version 1.
      return Promise.all(keys.map((key) => this.get(key)));
    }
  }

  async add(key: string, value: string, expiresAtMs: number): Promise<boolean> {
    return (await this.#set(key, value, expiresAtMs, 'NX')) !== null;
  }

  async put(key: string, value: string, expiresAtMs: number): Promise<void> {
    await this.#set(key, value, expiresAtMs);
  }

  async replace(key: string, value: string, expectedVersion: number): Promise<boolean> {
    const record = encodeRecord(value, expectedVersion + 1, 0);
    return (await this.#connection.run(REPLACE, [key], [this.clock.now(), expectedVersion, record])) === 1;
  }

  async extend(keys: readonly string[], expiresAtMs: number): Promise<void> {
    const ends = Math.ceil(expiresAtMs);
    await Promise.all(bySlot(keys).map((group) => this.#connection.run(EXTEND, group, [this.clock.now(), ends])));
  }

  async delete(keys: readonly string[]): Promise<number> {
    const removed = await Promise.all(bySlot(keys).map((group) => this.#connection.write('del', group)));
    return removed.reduce<number>((sum, count) => sum + Number(count), 0);
  }

  async holdLease(key: string, owner: string, ttlMs: number): Promise<boolean> {
    return (await this.#connection.run(HOLD_LEASE, [key], [owner, Math.ceil(ttlMs)])) === 1;
  }

  async releaseLease(key: string, owner: string): Promise<void> {
    await this.#connection.run(RELEASE_LEASE, [key], [owner]);
  }

  async addToIndex(key: string, member: string, expiresAtMs: number, maxMembers: number): Promise<string[]> {
    const ends = Math.ceil(expiresAtMs);
    return toTexts(await this.#connection.run(CHANGE_INDEX, [key], [this.clock.now(), member, ends, maxMembers]));
  }

  async readIndex(key: string): Promise<string[]> {
    return toTexts(await this.#read('zrangebyscore', key, `(${this.clock.now()}`, '+inf'));
  }

  async readFormerIndex(key: string): Promise<string[]> {
    const bytes = await this.#read('get', key);
    return Buffer.isBuffer(bytes) ? formerMembers(bytes, this.clock.now()) : [];
  }

  async removeFromIndex(key: string, member: string): Promise<void> {
    await this.#connection.run(CHANGE_INDEX, [key], [this.clock.now(), member, 0, Number.MAX_SAFE_INTEGER]);
  }

  async count(prefix: string): Promise<number> {
    const nodes = await this.#connection.nodes();
    try {
      const counts = await Promise.all(nodes.map((node) => countRecords(node, prefix, this.clock)));
      return counts.reduce((sum, count) => sum + count, 0);
    } catch (error) {
      throw toRedisError(error, 'CLOSED');
    }
  }

  ping(): Promise<void> {
    return this.#connection.ping();
  }

  close(): Promise<void> {
    this.#connection.close();
    return Promise.resolve();
  }

  /** Null when `NX` kept it from being written. */
  async #set(key: string, value: string, expiresAtMs: number, ...condition: 'NX'[]): Promise<unknown> {
    const ttlMs = Math.ceil(expiresAtMs - this.clock.now());
    if (ttlMs <= 0) return this.delete([key]);
    const record = encodeRecord(value, 1, Math.ceil(expiresAtMs));
    return this.#connection.write('set', [key, record, 'PX', ttlMs, ...condition]);
  }

  #alive(bytes: unknown): StoredRecord | undefined {
    const record = Buffer.isBuffer(bytes) ? decodeRecord(bytes) : undefined;
    return record !== undefined && this.clock.now() < record.expiresAtMs ? record : undefined;
  }

  /** The answer, or undefined for a key of a type that we never write. */
  async #read(name: string, ...args: string[]): Promise<unknown> {
    try {
      return await this.#connection.read(name, args);
    } catch (error) {
      if ((error as RedisError).reason !== 'WRONGTYPE') throw error;
      return undefined;
    }
  }
}

function toTexts(answer: unknown): string[] {
  return Array.isArray(answer) ? answer.map(String) : [];
}
