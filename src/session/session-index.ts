import { createHmac } from 'node:crypto';
import type { Configuration } from '../../config/configuration.js';
import { deriveKey } from '../common/seal.js';
import type { Session } from './session.js';
import type { SignedInUser } from './signed-in-user.js';
import { referenceOf, type SealedRecords } from '../store/sealed-records.js';
import type { RecordStore } from '../store/record-store.js';

/** Beyond so many sessions of one person (or of one sign-in at Entra), those that end first give way. */
const MAX_SESSIONS = 128;
/** Form of a reference: SHA-256 as base64url. */
const REFERENCE = /^[\w-]{43}$/;

/** Whose sessions: of a person, or of one sign-in at Entra (the `sid` claim). */
export type SessionGroup = { user: Pick<SignedInUser, 'tenantId' | 'id'> } | { sid: string };

/**
 * Finds sessions by person and by Entra's `sid`, in a store that may be read by thieves: keys are HMACs under a key from
 * SESSION_SECRET, looked up under each that is listed; members are the references by which the records of sessions are kept.
 * A reference whose session is over leads nowhere, and goes when that session would have ended.
 * @throws StoreUnavailableError from every method when the store fails
 */
export class SessionIndex {
  readonly #secrets: readonly [Buffer, ...Buffer[]];

  constructor(
    { session }: Configuration,
    private readonly store: RecordStore,
    private readonly records: SealedRecords,
  ) {
    const [first, ...older] = session.secrets;
    const key = (secret: typeof first) => deriveKey(secret, 'session index');
    this.#secrets = [key(first), ...older.map(key)];
  }

  /** Puts the session into its indexes until its idle end, or moves that. @returns how many ended that gave way to it */
  async add(session: Session): Promise<number> {
    const [secret] = this.#secrets;
    const gaveWay = await Promise.all(groupsOf(session).map((group) => this.#add(keyOf(group, secret), session)));
    return gaveWay.reduce((sum, count) => sum + count, 0);
  }

  /** Takes the session out of its indexes. It may have been added under a secret that was the first at that time. */
  async remove(session: Session): Promise<void> {
    await Promise.all(groupsOf(session).map((group) => this.removeAll(group, [referenceOf(session.id)])));
  }

  /** The references of the group's sessions, over as they may be. */
  async find(group: SessionGroup): Promise<string[]> {
    const found = await Promise.all(
      this.#secrets.flatMap((secret) => [
        this.store.readIndex(keyOf(group, secret)),
        this.store.readFormerIndex(keyOf(group, secret, FORMER_NAMES)),
      ]),
    );
    // In version 1 the keys of indexes followed the reference.
    const references = found.flat().map((member) => member.split(' ')[0] ?? '');
    return [...new Set(references)].filter((reference) => REFERENCE.test(reference));
  }

  async removeAll(group: SessionGroup, references: readonly string[]): Promise<void> {
    const keys = this.#secrets.map((secret) => keyOf(group, secret));
    await Promise.all(keys.map((key) => this.#remove(key, references)));
  }

  async #add(key: string, { id, idleExpiresAtMs }: Session): Promise<number> {
    const reference = referenceOf(id);
    const givingWay = await this.store.addToIndex(key, reference, idleExpiresAtMs, MAX_SESSIONS);
    // First ended, then forgotten: should this stop half-way, the next to be added finds them again.
    const ended = await Promise.all(givingWay.map((other) => this.records.deleteByReference(other)));
    await this.#remove(key, givingWay);
    return ended.filter(Boolean).length;
  }

  async #remove(key: string, references: readonly string[]): Promise<void> {
    await Promise.all(references.map((reference) => this.store.removeFromIndex(key, reference)));
  }
}

/** What the keys of an index begin with. Another form of its members needs other names: both are read for a while. */
const NAMES = { user: 'users', sid: 'sids' };
const FORMER_NAMES = { user: 'user', sid: 'sid' };

function groupsOf({ user, sid }: Session): SessionGroup[] {
  return [{ user }, ...(sid === null ? [] : [{ sid }])];
}

function keyOf(group: SessionGroup, secret: Buffer, names = NAMES): string {
  const [kind, name] =
    'sid' in group ? (['sid', group.sid] as const) : (['user', `${group.user.tenantId}|${group.user.id}`] as const);
  return `${names[kind]}:${createHmac('sha256', secret).update(`${kind}:${name}`).digest('base64url')}`;
}
