import { setTimeout as sleep } from 'node:timers/promises';
import { ManualClock } from '../../test/support/manual-clock.js';
import { type ObservedRecordStore, observedRecordStore } from '../../test/support/observed-record-store.js';
import { newSessionId } from '../session/session-cookie.js';
import { RefreshLease } from './refresh-lease.js';

/** Longer than from one heartbeat to the next. */
const A_BEAT_MS = 1100;

describe('the lease of a refresh', () => {
  let store: ObservedRecordStore;
  let lease: RefreshLease;
  const sessionId = newSessionId();

  beforeEach(() => {
    store = observedRecordStore(new ManualClock());
    lease = new RefreshLease(store);
  });

  const isFree = async () => (await lease.during(sessionId, () => Promise.resolve())) !== undefined;

  it('is held by one at a time, and free when the work is done or has failed', async () => {
    const held = await lease.during(sessionId, async () => ({ freeMeanwhile: await isFree() }));
    expect(held).toEqual({ result: { freeMeanwhile: false } });
    expect(await isFree()).toBe(true);
    const failing = lease.during(sessionId, () => Promise.reject(new Error('failed')));
    await expect(failing).rejects.toThrow('failed');
    expect(await isFree()).toBe(true);
  });

  it('is not taken back by heartbeats that the store is slow to take', async () => {
    const holdLease = store.holdLease.bind(store);
    let beats = 0;
    await lease.during(sessionId, async () => {
      store.holdLease = async (...parameters) => {
        beats += 1;
        // The first is the slowest: it arrives after all that followed it.
        await sleep(beats === 1 ? 2500 : 0);
        return holdLease(...parameters);
      };
      await sleep(2 * A_BEAT_MS);
    });
    store.holdLease = holdLease;
    expect(beats).toBeGreaterThan(0);
    await sleep(1500);
    expect(await isFree()).toBe(true);
  });

  it('does not fail the work because it could not be prolonged or given back', async () => {
    const held = await lease.during(sessionId, async () => {
      store.outage = new Error('down');
      await sleep(A_BEAT_MS);
      return 'done';
    });
    expect(held).toEqual({ result: 'done' });
  });
});
