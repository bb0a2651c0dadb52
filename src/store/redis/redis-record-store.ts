import type { Logger } from 'pino';
import { type RedisArgument } from 'redis';
import type { Clock } from '../../common/clock.js';
import type { RecordStore, StoredRecord } from '../record-store.js';
import { countRecords } from './redis-count.js';
import { RedisConnection } from './redis-connection.js';
import { toRedisError } from './redis-error.js';
import { formerMembers } from './redis-former-index.js';
import { ping, type RedisLinkOptions } from './redis-link.js';
import {
  CHANGE_INDEX,
  EXTEND,
  HOLD_LEASE,
  type RedisScript,
  RELEASE_LEASE,
  REPLACE,
  runScript,
} from './redis-scripts.js';
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
    options: RedisLinkOptions,
    logger: Logger,
  ) {
    this.#connection = new RedisConnection(options, logger);
  }

  async get(key: string): Promise<StoredRecord | undefined> {
    const bytes = await this.#read(key, ['GET', key]);
    const record = Buffer.isBuffer(bytes) ? decodeRecord(bytes) : undefined;
    return record !== undefined && this.clock.now() < record.expiresAtMs ? record : undefined;
  }

  async put(key: string, value: string, expiresAtMs: number): Promise<void> {
    const ttlMs = Math.ceil(expiresAtMs - this.clock.now());
    if (ttlMs <= 0) return void (await this.delete([key]));
    const record = encodeRecord(value, 1, Math.ceil(expiresAtMs));
    await this.#connection.write((link) => link.send(key, ['SET', key, record, 'PX', String(ttlMs)]));
  }

  async replace(key: string, value: string, expectedVersion: number): Promise<boolean> {
    const record = encodeRecord(value, expectedVersion + 1, 0);
    return (await this.#run(REPLACE, [key], [this.#now(), String(expectedVersion), record])) === 1;
  }

  async extend(keys: readonly string[], expiresAtMs: number): Promise<void> {
    const ends = String(Math.ceil(expiresAtMs));
    await Promise.all(bySlot(keys).map((group) => this.#run(EXTEND, group, [this.#now(), ends])));
  }

  async delete(keys: readonly string[]): Promise<number> {
    const removed = await Promise.all(
      bySlot(keys).map((group) => this.#connection.write((link) => link.send(group[0], ['DEL', ...group]))),
    );
    return removed.reduce<number>((sum, count) => sum + Number(count), 0);
  }

  async holdLease(key: string, owner: string, ttlMs: number): Promise<boolean> {
    return (await this.#run(HOLD_LEASE, [key], [owner, String(Math.ceil(ttlMs))])) === 1;
  }

  async releaseLease(key: string, owner: string): Promise<void> {
    await this.#run(RELEASE_LEASE, [key], [owner]);
  }

  async addToIndex(key: string, member: string, expiresAtMs: number, maxMembers: number): Promise<string[]> {
    const ends = String(Math.ceil(expiresAtMs));
    return toTexts(await this.#run(CHANGE_INDEX, [key], [this.#now(), member, ends, String(maxMembers)]));
  }

  async readIndex(key: string): Promise<string[]> {
    return toTexts(await this.#read(key, ['ZRANGEBYSCORE', key, `(${this.#now()}`, '+inf']));
  }

  async readFormerIndex(key: string): Promise<string[]> {
    const bytes = await this.#read(key, ['GET', key]);
    return Buffer.isBuffer(bytes) ? formerMembers(bytes, this.clock.now()) : [];
  }

  async removeFromIndex(key: string, member: string): Promise<void> {
    await this.#run(CHANGE_INDEX, [key], [this.#now(), member, '0', String(Number.MAX_SAFE_INTEGER)]);
  }

  count(prefix: string): Promise<number> {
    return countRecords(this.#connection, prefix, this.clock);
  }

  async ping(): Promise<void> {
    await this.#connection.read(ping);
  }

  close(): Promise<void> {
    this.#connection.close();
    return Promise.resolve();
  }

  /** The answer, or undefined for a key of a type that we never write. */
  async #read(key: string, command: readonly RedisArgument[]): Promise<unknown> {
    try {
      return await this.#connection.read((link) => link.send(key, command));
    } catch (error) {
      if (toRedisError(error).code !== 'WRONGTYPE') throw error;
      return undefined;
    }
  }

  #run(script: RedisScript, keys: readonly string[], args: readonly RedisArgument[]): Promise<unknown> {
    return this.#connection.write((link) => runScript(link, script, keys, args));
  }

  #now(): string {
    return String(this.clock.now());
  }
}

function toTexts(answer: unknown): string[] {
  return Array.isArray(answer) ? answer.map(String) : [];
}
