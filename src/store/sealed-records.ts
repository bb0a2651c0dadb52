import { hash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Secret } from '../../config/secret.js';
import { deriveKey, seal, unseal } from '../common/seal.js';
import { fieldsForLog } from '../common/logging/fields-for-log.js';
import { LOGGER } from '../common/logging/logger.js';
import { OpenedRecords } from './opened-records.js';
import { RECORD_STORE, type RecordStore, type StoredRecord } from './record-store.js';

const KINDS = ['session', 'tokens'] as const;
/** What an earlier version kept, for minutes: only deleted any more. */
const FORMER_KINDS = ['refresh'] as const;

/** What is kept of a session, each under its own key, as long as the session lives. */
export type RecordKind = (typeof KINDS)[number];

/** A record as it was read, with the version that a `replace` of it has to name. */
export interface Unsealed<T> {
  /** Frozen: whoever reads the same record may be given the same object. */
  value: T;
  version: number;
  expiresAtMs: number;
}

/** In place of a session that may not begin. */
const BARRED = '';

/** So long a record that was fetched with another may be taken for what the store has. */
const IN_HAND_MS = 1000;

/**
 * The records of a session, worthless to whoever reads the store: keys are SHA-256 of the session id, values are sealed
 * under a key derived from the session id, which only the browser has. Each seal is bound to its kind and key.
 * @throws StoreUnavailableError from every method when the store fails
 */
@Injectable()
export class SealedRecords {
  readonly #opened = new OpenedRecords();
  /** Tokens that were fetched with a session, by the id of this one request, until they are asked for. */
  readonly #tokensInHand = new WeakMap<Secret, { record: StoredRecord | undefined; fetchedAtMs: number }>();

  constructor(
    @Inject(RECORD_STORE) private readonly store: RecordStore,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /**
   * The record, or undefined when it is not there, not sealed for this session and kind, or not of the schema's form, which
   * the log is told. Sessions outlive a deployment, and two versions of the service may share them: a field that is added to
   * a schema has a default, so that older records are read, and older versions pass over it. A form that can't be read so
   * gets a kind of its own here, and both are read for as long as a session may last.
   */
  async read<T>(kind: RecordKind, sessionId: Secret, schema: z.ZodType<T>): Promise<Unsealed<T> | undefined> {
    const key = recordKey(kind, sessionId);
    const inHand = kind === 'tokens' ? this.#takeInHand(sessionId) : undefined;
    const record = inHand === undefined ? await this.store.get(key) : inHand.record;
    return this.#open(kind, sessionId, key, record, schema);
  }

  /**
   * The session, for a request that will want its tokens as well: they come with it, and the next to read them by this very
   * `sessionId` takes those, once, and within a second. Whoever reads on asks the store.
   */
  async readSessionWithTokens<T>(sessionId: Secret, schema: z.ZodType<T>): Promise<Unsealed<T> | undefined> {
    const reference = referenceOf(sessionId);
    const key = keyOf('session', reference);
    const [session, record] = await this.store.getAll([key, keyOf('tokens', reference)]);
    this.#tokensInHand.set(sessionId, { record, fetchedAtMs: performance.now() });
    return this.#open('session', sessionId, key, session, schema);
  }

  write(kind: RecordKind, sessionId: Secret, value: unknown, expiresAtMs: number): Promise<void> {
    const key = recordKey(kind, sessionId);
    return this.store.put(key, sealed(kind, sessionId, value, key), expiresAtMs);
  }

  /** The same, unless the record is there already or was barred. @returns false when it was: nothing was written */
  add(kind: RecordKind, sessionId: Secret, value: unknown, expiresAtMs: number): Promise<boolean> {
    const key = recordKey(kind, sessionId);
    return this.store.add(key, sealed(kind, sessionId, value, key), expiresAtMs);
  }

  /** Keeps a session that is about to begin from doing so until then, and ends it if it just has. */
  bar(reference: string, untilMs: number): Promise<void> {
    return this.store.put(keyOf('session', reference), BARRED, untilMs);
  }

  /** @returns false when the record is gone or was changed since `expectedVersion`: nothing was written */
  replace(kind: RecordKind, sessionId: Secret, value: unknown, expectedVersion: number): Promise<boolean> {
    const key = recordKey(kind, sessionId);
    this.#opened.forget([key]);
    return this.store.replace(key, sealed(kind, sessionId, value, key), expectedVersion);
  }

  /** Moves the end of all records of the session. */
  extend(sessionId: Secret, expiresAtMs: number): Promise<void> {
    return this.store.extend(keysOf(referenceOf(sessionId), KINDS), expiresAtMs);
  }

  /** Removes all records of the session. @returns false when there were none */
  delete(sessionId: Secret): Promise<boolean> {
    return this.deleteByReference(referenceOf(sessionId));
  }

  /**
   * The same for a session whose id nobody knows any more: by what an index has of it.
   * @returns false when it was over already
   */
  async deleteByReference(reference: string): Promise<boolean> {
    const keys = keysOf(reference, [...KINDS, ...FORMER_KINDS]);
    const removed = await this.store.delete(keys);
    this.#opened.forget(keys);
    return removed > 0;
  }

  /** True while that session is not over. */
  async exists(reference: string): Promise<boolean> {
    const record = await this.store.get(keyOf('session', reference));
    return record !== undefined && record.value !== BARRED;
  }

  ping(): Promise<void> {
    return this.store.ping();
  }

  #takeInHand(sessionId: Secret): { record: StoredRecord | undefined } | undefined {
    const inHand = this.#tokensInHand.get(sessionId);
    this.#tokensInHand.delete(sessionId);
    return inHand && performance.now() - inHand.fetchedAtMs < IN_HAND_MS ? inHand : undefined;
  }

  #open<T>(
    kind: RecordKind,
    sessionId: Secret,
    key: string,
    record: StoredRecord | undefined,
    schema: z.ZodType<T>,
  ): Unsealed<T> | undefined {
    if (record === undefined) return undefined;
    const { value: bytes, ...rest } = record;
    const known = this.#opened.get(key, bytes, schema);
    if (known !== undefined) return { ...rest, value: known };
    const text = unseal(deriveKey(sessionId, kind), bytes, key);
    if (text === undefined) return undefined;
    const parsed = schema.safeParse(fromJson(text));
    if (parsed.success) return { ...rest, value: this.#opened.keep(key, bytes, schema, parsed.data) };
    const fields = fieldsForLog(parsed.error);
    this.log.warn({ kind, fields }, 'a record of a session was dropped: it has not the form that is read here');
    return undefined;
  }
}

function sealed(kind: RecordKind, sessionId: Secret, value: unknown, key: string): string {
  return seal(deriveKey(sessionId, kind), JSON.stringify(value), key);
}

/** Undefined for what is no JSON: no schema of a record takes that. */
function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Names a session in keys and indexes; nobody can make its id of it. */
export function referenceOf(sessionId: Secret): string {
  return hash('sha256', sessionId.reveal(), 'base64url');
}

function recordKey(kind: RecordKind, sessionId: Secret): string {
  return keyOf(kind, referenceOf(sessionId));
}

function keysOf(reference: string, kinds: readonly string[]): string[] {
  return kinds.map((kind) => keyOf(kind, reference));
}

function keyOf(kind: string, reference: string): string {
  // Braces: the hash tag by which a Redis cluster keeps the records of one session together.
  return `${kind}:{${reference}}`;
}
