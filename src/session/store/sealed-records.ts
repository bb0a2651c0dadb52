import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Secret } from '../../../config/secret.js';
import { deriveKey, seal, unseal } from '../../common/crypto/seal.js';
import { reach } from './reach.js';
import { RECORD_STORE, type RecordStore } from './record-store.js';

const KINDS = ['session', 'tokens'] as const;
/** What an earlier version kept, for minutes: only deleted any more. */
const FORMER_KINDS = ['refresh'] as const;

/** What is kept of a session, each under its own key, as long as the session lives. */
export type RecordKind = (typeof KINDS)[number];

/** A record as it was read, with the version that a `replace` of it has to name. */
export interface Unsealed<T> {
  value: T;
  version: number;
  expiresAtMs: number;
}

/**
 * The records of a session, worthless to whoever reads the store: keys are SHA-256 of the session id, values are sealed
 * under a key derived from the session id, which only the browser has. Each seal is bound to its kind and key.
 * @throws StoreUnavailableError from every method when the store fails
 */
@Injectable()
export class SealedRecords {
  constructor(@Inject(RECORD_STORE) private readonly store: RecordStore) {}

  /** The record, or undefined when it is not there or not sealed for this session and kind. */
  async read<T>(kind: RecordKind, sessionId: Secret, schema: z.ZodType<T>): Promise<Unsealed<T> | undefined> {
    const key = recordKey(kind, sessionId);
    const record = await reach(this.store.get(key));
    if (record === undefined) return undefined;
    const text = unseal(deriveKey(sessionId, kind), record.value, key);
    if (text === undefined) return undefined;
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? { ...record, value: parsed.data } : undefined;
  }

  write(kind: RecordKind, sessionId: Secret, value: unknown, expiresAtMs: number): Promise<void> {
    const key = recordKey(kind, sessionId);
    return reach(this.store.put(key, sealed(kind, sessionId, value), expiresAtMs));
  }

  /** @returns false when the record is gone or was changed since `expectedVersion`: nothing was written */
  replace(kind: RecordKind, sessionId: Secret, value: unknown, expectedVersion: number): Promise<boolean> {
    const key = recordKey(kind, sessionId);
    return reach(this.store.replace(key, sealed(kind, sessionId, value), expectedVersion));
  }

  /** Moves the end of all records of the session. */
  extend(sessionId: Secret, expiresAtMs: number): Promise<void> {
    return reach(this.store.extend(keysOf(referenceOf(sessionId), KINDS), expiresAtMs));
  }

  /** Removes all records of the session. */
  delete(sessionId: Secret): Promise<void> {
    return this.deleteByReference(referenceOf(sessionId));
  }

  /** The same for a session whose id nobody knows any more: by what an index has of it. */
  deleteByReference(reference: string): Promise<void> {
    return reach(this.store.delete(keysOf(reference, [...KINDS, ...FORMER_KINDS])));
  }

  ping(): Promise<void> {
    return reach(this.store.ping());
  }
}

function sealed(kind: RecordKind, sessionId: Secret, value: unknown): string {
  return seal(deriveKey(sessionId, kind), JSON.stringify(value), recordKey(kind, sessionId));
}

/** Names a session in keys and indexes; nobody can make its id of it. */
export function referenceOf(sessionId: Secret): string {
  return createHash('sha256').update(sessionId.reveal()).digest('base64url');
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
