import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Secret } from '../../config/secret.js';
import { SealedRecords } from '../session/store/sealed-records.js';

/** How long a lease outlives its holder: so soon is an instance that died replaced. */
export const LEASE_MS = 4000;
const HEARTBEAT_MS = 1000;

/** The right to refresh the tokens of a session, which one instance has at a time. */
@Injectable()
export class RefreshLease {
  constructor(private readonly records: SealedRecords) {}

  /**
   * Does the work while holding the lease, which is prolonged as long as the work takes. It is no lock: an instance that
   * slept through its time is not stopped, so what the work writes has to compare and set.
   * @returns undefined when another instance holds it: nothing was done
   */
  async during<T>(sessionId: Secret, work: () => Promise<T>): Promise<{ result: T } | undefined> {
    const owner = randomUUID();
    if (!(await this.records.holdRefreshLease(sessionId, owner, LEASE_MS))) return undefined;
    const heartbeat = setInterval(() => {
      // A store that fails here fails the work as well, when it writes.
      this.records.holdRefreshLease(sessionId, owner, LEASE_MS).catch(() => undefined);
    }, HEARTBEAT_MS);
    try {
      return { result: await work() };
    } finally {
      clearInterval(heartbeat);
      // Not given back, it ends by itself; that is no reason to lose what the work gave.
      await this.records.releaseRefreshLease(sessionId, owner).catch(() => undefined);
    }
  }
}
