import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Secret } from '../../config/secret.js';
import { RECORD_STORE, type RecordStore } from '../store/record-store.js';
import { referenceOf } from '../store/sealed-records.js';

/** How long a lease outlives its holder: so soon is an instance that died replaced. */
export const LEASE_MS = 4000;
const HEARTBEAT_MS = 1000;

/** The right to refresh the tokens of one owner, which one instance has at a time. */
@Injectable()
export class RefreshLease {
  constructor(@Inject(RECORD_STORE) private readonly store: RecordStore) {}

  /**
   * Does the work while holding the lease, which is prolonged as long as the work takes. It is no lock: an instance that
   * slept through its time is not stopped, so what the work writes has to compare and set.
   * @returns undefined when another instance holds it: nothing was done
   * @throws StoreUnavailableError when the store does not say who holds it
   */
  async during<T>(ownerId: Secret, work: () => Promise<T>): Promise<{ result: T } | undefined> {
    // Braces: the hash tag of the owner's records, so that a cluster keeps them together.
    const key = `lease:{${referenceOf(ownerId)}}`;
    const holder = randomUUID();
    if (!(await this.store.holdLease(key, holder, LEASE_MS))) return undefined;
    // One at a time: of several, one that the store was slow to take would be left behind below.
    let beat: Promise<void> | undefined;
    const heartbeat = setInterval(() => {
      // A store that fails here fails the work as well, when it writes.
      const done = () => (beat = undefined);
      beat ??= this.store.holdLease(key, holder, LEASE_MS).then(done, done);
    }, HEARTBEAT_MS);
    try {
      return { result: await work() };
    } finally {
      clearInterval(heartbeat);
      // One that is under way must not take back what is given back here.
      await beat;
      // Not given back, it ends by itself; that is no reason to lose what the work gave.
      await this.store.releaseLease(key, holder).catch(() => undefined);
    }
  }
}
