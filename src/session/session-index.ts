import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Configuration } from '../../config/configuration.js';
import { CONFIGURATION } from '../common/configuration.module.js';
import { deriveKey } from '../common/crypto/seal.js';
import type { Session, SignedInUser } from './session.js';
import { referenceOf } from './store/sealed-records.js';
import { RECORD_STORE, type RecordStore } from './store/record-store.js';
import { reach } from './store/reach.js';

/** Beyond so many sessions of one person (or one sign-in at Entra), those that end first are no longer found. */
const MAX_SESSIONS = 500;

/** Whose sessions: of a person, or of one sign-in at Entra (the `sid` claim). */
export type SessionGroup = { user: Pick<SignedInUser, 'tenantId' | 'id'> } | { sid: string };

/** A session in the indexes. */
export interface IndexEntry {
  /** By which its records are kept. */
  reference: string;
  /** Of the indexes that it is in. */
  keys: string[];
  /** What stands for it in each of them. */
  member: string;
}

/**
 * Finds sessions by person and by Entra's `sid`, in a store that may be read by thieves: keys are HMACs under a key from
 * SESSION_SECRET, looked up under each that is listed. A member holds the reference by which the records of a session are
 * kept, and the keys of all indexes that it is in, so that whoever finds it in one can take it out of the others.
 * @throws StoreUnavailableError from every method when the store fails
 */
@Injectable()
export class SessionIndex {
  readonly #secrets: readonly [Buffer, ...Buffer[]];

  constructor(
    @Inject(CONFIGURATION) { session }: Configuration,
    @Inject(RECORD_STORE) private readonly store: RecordStore,
  ) {
    const [first, ...older] = session.secrets;
    const key = (secret: typeof first) => deriveKey(secret, 'session index');
    this.#secrets = [key(first), ...older.map(key)];
  }

  /** Puts the session into its indexes until its idle end, or moves that. */
  async add(session: Session): Promise<void> {
    const { keys, member } = entryOf(session, this.#secrets[0]);
    const ends = session.idleExpiresAtMs;
    await Promise.all(keys.map((key) => reach(this.store.addToIndex(key, member, ends, MAX_SESSIONS))));
  }

  async remove(session: Session): Promise<void> {
    // It was added under the secret that was the first at that time.
    await Promise.all(this.#secrets.map((secret) => this.#remove(entryOf(session, secret))));
  }

  /** What is known of the sessions of the group. */
  async find(group: SessionGroup): Promise<IndexEntry[]> {
    const members = await Promise.all(
      this.#secrets.map((secret) => reach(this.store.readIndex(keyOf(group, secret)))),
    );
    return members.flat().map((member) => {
      const [reference = '', ...keys] = member.split(' ');
      return { reference, keys, member };
    });
  }

  /** Takes sessions out of every index that they are in: last of all, so that whatever fails before can be tried again. */
  async removeEntries(entries: readonly IndexEntry[]): Promise<void> {
    await Promise.all(entries.map((entry) => this.#remove(entry)));
  }

  async #remove({ keys, member }: IndexEntry): Promise<void> {
    await Promise.all(keys.map((key) => reach(this.store.removeFromIndex(key, member))));
  }
}

function entryOf({ id, user, sid }: Session, secret: Buffer): IndexEntry {
  const keys = [keyOf({ user }, secret), ...(sid === null ? [] : [keyOf({ sid }, secret)])];
  const reference = referenceOf(id);
  return { reference, keys, member: [reference, ...keys].join(' ') };
}

function keyOf(group: SessionGroup, secret: Buffer): string {
  const [kind, name] =
    'sid' in group ? ['sid', group.sid] : ['user', `${group.user.tenantId}|${group.user.id}`];
  return `${kind}:${createHmac('sha256', secret).update(`${kind}:${name}`).digest('base64url')}`;
}
