import { randomUUID } from 'node:crypto';
import type { Clock } from '../../src/common/clock.js';
import type { RecordStore, StoredRecord } from '../../src/store/record-store.js';
import { ManualClock } from '../support/manual-clock.js';

const MINUTE_MS = 60_000;

export interface StoreUnderContract {
  store: RecordStore;
  close: () => Promise<void>;
}

/**
 * What every RecordStore must do. The clock that `create` is given starts at the real time and is moved by the suite;
 * a store has to go by it. Keys are new for each test, so that a store on a server may be shared.
 */
export function recordStoreContract(name: string, create: (clock: Clock) => Promise<StoreUnderContract>): void {
  describe(`${name} keeps the contract of a record store`, () => {
    let clock: ManualClock;
    let subject: StoreUnderContract;
    let store: RecordStore;
    let key: string;
    let sibling: string;

    beforeEach(async () => {
      clock = new ManualClock(Date.now());
      subject = await create(clock);
      store = subject.store;
      // The form that SealedRecords gives: braces keep the records of one session together in a cluster.
      const session = randomUUID();
      key = `session:{${session}}`;
      sibling = `tokens:{${session}}`;
    });
    afterEach(() => subject.close());

    const inMs = (ms: number) => clock.now() + ms;
    const inAMinute = () => inMs(MINUTE_MS);

    it('answers a ping', async () => {
      await expect(store.ping()).resolves.toBeUndefined();
    });

    describe('put and get', () => {
      it('have nothing under a key that was never written', async () => {
        expect(await store.get(key)).toBeUndefined();
      });

      it('give back what was written, as version 1, with its end', async () => {
        const expiresAtMs = inAMinute();
        await store.put(key, 'value', expiresAtMs);
        expect(await store.get(key)).toEqual<StoredRecord>({ value: 'value', version: 1, expiresAtMs });
      });

      it.each([
        ['empty', ''],
        ['long', 'x'.repeat(100_000)],
        ['of any letters', 'ä 漢 😀 \u0000 " \\ \r\n'],
      ])('keep a value that is %s', async (_kind, value) => {
        await store.put(key, value, inAMinute());
        expect((await store.get(key))?.value).toBe(value);
      });

      it('write over an old record: value, end and version begin anew', async () => {
        await store.put(key, 'old', inAMinute());
        expect(await store.replace(key, 'older', 1)).toBe(true);
        const expiresAtMs = inMs(2 * MINUTE_MS);
        await store.put(key, 'new', expiresAtMs);
        expect(await store.get(key)).toEqual<StoredRecord>({ value: 'new', version: 1, expiresAtMs });
      });

      it.each([0, -1, -MINUTE_MS])('leave nothing when the end is %d ms from now', async (ms) => {
        await store.put(key, 'old', inAMinute());
        await store.put(key, 'new', inMs(ms));
        expect(await store.get(key)).toBeUndefined();
      });
    });

    describe('getAll', () => {
      it('gives each record as get does, in the order of the keys', async () => {
        const expiresAtMs = inAMinute();
        await store.put(sibling, 'two', expiresAtMs);
        expect(await store.getAll([key, sibling])).toEqual([undefined, { value: 'two', version: 1, expiresAtMs }]);
        await store.put(key, 'one', expiresAtMs);
        await store.replace(key, 'newer', 1);
        expect(await store.getAll([sibling, key])).toEqual([await store.get(sibling), await store.get(key)]);
        expect((await store.getAll([key]))[0]).toEqual({ value: 'newer', version: 2, expiresAtMs });
      });

      it('gives none that has ended', async () => {
        await store.put(key, 'one', inMs(1000));
        await store.put(sibling, 'two', inMs(1001));
        clock.advance(1000);
        expect((await store.getAll([key, sibling])).map((record) => record?.value)).toEqual([undefined, 'two']);
      });
    });

    describe('add', () => {
      it('writes a new record as put does', async () => {
        const expiresAtMs = inAMinute();
        expect(await store.add(key, 'value', expiresAtMs)).toBe(true);
        expect(await store.get(key)).toEqual<StoredRecord>({ value: 'value', version: 1, expiresAtMs });
      });

      it('leaves a record that is there as it is', async () => {
        const expiresAtMs = inAMinute();
        await store.put(key, 'first', expiresAtMs);
        expect(await store.add(key, 'second', inMs(2 * MINUTE_MS))).toBe(false);
        expect(await store.get(key)).toEqual<StoredRecord>({ value: 'first', version: 1, expiresAtMs });
      });

      it('writes for exactly one of many', async () => {
        const names = Array.from({ length: 20 }, (_unused, each) => `value ${each}`);
        const added = await Promise.all(names.map((name) => store.add(key, name, inAMinute())));
        expect(added.filter(Boolean)).toHaveLength(1);
        expect((await store.get(key))?.value).toBe(names[added.indexOf(true)]);
      });

      it('writes again what was deleted', async () => {
        await store.put(key, 'old', inAMinute());
        await store.delete([key]);
        expect(await store.add(key, 'new', inAMinute())).toBe(true);
      });

      it('leaves nothing when the end has passed', async () => {
        await store.add(key, 'value', inMs(0));
        expect(await store.get(key)).toBeUndefined();
      });
    });

    describe('expiry', () => {
      it('comes to the millisecond', async () => {
        await store.put(key, 'value', inMs(1500));
        clock.advance(1499);
        expect((await store.get(key))?.value).toBe('value');
        clock.advance(1);
        expect(await store.get(key)).toBeUndefined();
      });

      it('is not moved by reading or replacing', async () => {
        await store.put(key, 'value', inMs(1000));
        clock.advance(900);
        await store.get(key);
        expect(await store.replace(key, 'new', 1)).toBe(true);
        clock.advance(100);
        expect(await store.get(key)).toBeUndefined();
      });
    });

    describe('replace', () => {
      it('writes over the expected version, counts up and keeps the end', async () => {
        const expiresAtMs = inAMinute();
        await store.put(key, 'one', expiresAtMs);
        clock.advance(1000);
        expect(await store.replace(key, 'two', 1)).toBe(true);
        expect(await store.get(key)).toEqual<StoredRecord>({ value: 'two', version: 2, expiresAtMs });
        expect(await store.replace(key, 'three', 2)).toBe(true);
        expect(await store.get(key)).toEqual<StoredRecord>({ value: 'three', version: 3, expiresAtMs });
      });

      it.each([
        ['an older version', 1],
        ['a version that is not there yet', 3],
        ['no version', 0],
      ])('writes nothing when %s is expected', async (_version, expected) => {
        const expiresAtMs = inAMinute();
        await store.put(key, 'one', expiresAtMs);
        await store.replace(key, 'two', 1);
        expect(await store.replace(key, 'lost', expected)).toBe(false);
        expect(await store.get(key)).toEqual<StoredRecord>({ value: 'two', version: 2, expiresAtMs });
      });

      it('writes nothing where nothing was', async () => {
        for (const version of [0, 1]) expect(await store.replace(key, 'value', version)).toBe(false);
        expect(await store.get(key)).toBeUndefined();
      });

      it('brings back neither a deleted nor an expired record', async () => {
        await store.put(key, 'value', inAMinute());
        await store.put(sibling, 'value', inMs(1000));
        await store.delete([key]);
        clock.advance(1000);
        for (const gone of [key, sibling]) {
          expect(await store.replace(gone, 'revived', 1)).toBe(false);
          expect(await store.get(gone)).toBeUndefined();
        }
      });

      it('lets exactly one of many win', async () => {
        await store.put(key, 'start', inAMinute());
        const contenders = Array.from({ length: 20 }, (_unused, index) => `contender ${index}`);
        const won = await Promise.all(contenders.map((value) => store.replace(key, value, 1)));
        const winners = contenders.filter((_contender, index) => won[index]);
        expect(winners).toHaveLength(1);
        expect(await store.get(key)).toMatchObject({ value: winners[0], version: 2 });
      });
    });

    describe('extend', () => {
      it('moves the end of every record that it names, and nothing else of them', async () => {
        await store.put(key, 'one', inMs(1000));
        await store.put(sibling, 'two', inMs(2000));
        await store.replace(sibling, 'two again', 1);
        const expiresAtMs = inAMinute();
        await store.extend([key, sibling], expiresAtMs);
        expect(await store.get(key)).toEqual<StoredRecord>({ value: 'one', version: 1, expiresAtMs });
        expect(await store.get(sibling)).toEqual<StoredRecord>({
          value: 'two again',
          version: 2,
          expiresAtMs,
        });
        clock.advance(MINUTE_MS - 1);
        expect(await store.get(key)).toBeDefined();
        clock.advance(1);
        expect(await store.get(key)).toBeUndefined();
      });

      it('moves the end closer as well', async () => {
        await store.put(key, 'value', inAMinute());
        await store.extend([key], inMs(1000));
        clock.advance(1000);
        expect(await store.get(key)).toBeUndefined();
      });

      it('never brings one back', async () => {
        await store.put(key, 'value', inAMinute());
        await store.put(sibling, 'value', inMs(1000));
        await store.delete([key]);
        clock.advance(1000);
        const neverWritten = key.replace('session', 'never');
        await store.extend([key, sibling, neverWritten], inAMinute());
        for (const gone of [key, sibling, neverWritten]) expect(await store.get(gone)).toBeUndefined();
      });

      it('leaves records alone that it does not name', async () => {
        await store.put(key, 'one', inMs(1000));
        await store.put(sibling, 'two', inMs(1000));
        await store.extend([key], inAMinute());
        clock.advance(1000);
        expect(await store.get(key)).toBeDefined();
        expect(await store.get(sibling)).toBeUndefined();
      });
    });

    describe('delete', () => {
      it('removes every record that it names, and says how many there were', async () => {
        await store.put(key, 'one', inAMinute());
        await store.put(sibling, 'two', inAMinute());
        expect(await store.delete([key, sibling])).toBe(2);
        expect(await store.get(key)).toBeUndefined();
        expect(await store.get(sibling)).toBeUndefined();
      });

      it('does not mind what is not there', async () => {
        await store.put(key, 'one', inAMinute());
        expect(await store.delete([sibling, key])).toBe(1);
        expect(await store.delete([sibling, key])).toBe(0);
        expect(await store.get(key)).toBeUndefined();
      });
    });

    it('keeps records apart: what happens to one does not touch the other', async () => {
      const expiresAtMs = inAMinute();
      await store.put(key, 'one', expiresAtMs);
      await store.put(sibling, 'two', expiresAtMs);
      await store.replace(key, 'one again', 1);
      expect(await store.get(sibling)).toEqual<StoredRecord>({ value: 'two', version: 1, expiresAtMs });
      await store.delete([key]);
      expect(await store.get(sibling)).toEqual<StoredRecord>({ value: 'two', version: 1, expiresAtMs });
    });

    describe('a lease', () => {
      let lease: string;
      beforeEach(() => (lease = key.replace('session', 'lease')));

      it('has one owner at a time', async () => {
        expect(await store.holdLease(lease, 'one', 1000)).toBe(true);
        expect(await store.holdLease(lease, 'two', 1000)).toBe(false);
      });

      it('goes to exactly one of many', async () => {
        const owners = Array.from({ length: 20 }, (_unused, index) => `owner ${index}`);
        const held = await Promise.all(owners.map((owner) => store.holdLease(lease, owner, 1000)));
        expect(held.filter(Boolean)).toHaveLength(1);
      });

      it('is prolonged by its owner', async () => {
        const startedAt = performance.now();
        await store.holdLease(lease, 'one', 300);
        expect(await store.holdLease(lease, 'one', 60_000)).toBe(true);
        await passMs(startedAt, 400);
        expect(await store.holdLease(lease, 'two', 1000)).toBe(false);
      });

      it('ends with its time, when its owner is gone', async () => {
        const startedAt = performance.now();
        await store.holdLease(lease, 'one', 300);
        await passMs(startedAt, 400);
        expect(await store.holdLease(lease, 'two', 1000)).toBe(true);
        expect(await store.holdLease(lease, 'one', 1000)).toBe(false);
      });

      it('is free once it was given back', async () => {
        await store.holdLease(lease, 'one', 1000);
        await store.releaseLease(lease, 'one');
        expect(await store.holdLease(lease, 'two', 1000)).toBe(true);
      });

      it('is given back by its owner alone', async () => {
        await store.holdLease(lease, 'one', 60_000);
        await store.releaseLease(lease, 'two');
        expect(await store.holdLease(lease, 'two', 1000)).toBe(false);
        await store.releaseLease(key.replace('session', 'never'), 'one');
      });

      it('is no record', async () => {
        await store.holdLease(lease, 'one', 60_000);
        expect(await store.count(lease)).toBe(0);
      });

      /** Leases live seconds, by the time of the store itself; where that is our clock, it is moved along. */
      async function passMs(startedAt: number, ms: number): Promise<void> {
        await new Promise((resolve) => setTimeout(resolve, startedAt + ms - performance.now()));
        clock.advance(ms);
      }
    });

    describe('an index', () => {
      let index: string;
      beforeEach(() => (index = key.replace('session', 'user')));
      const members = async () => (await store.readIndex(index)).sort();

      it('has nobody in it at first', async () => {
        expect(await members()).toEqual([]);
      });

      it('gives its members, each once', async () => {
        for (const member of ['a', 'b', 'a']) await store.addToIndex(index, member, inAMinute(), 10);
        expect(await members()).toEqual(['a', 'b']);
      });

      it('gives no member that has ended, and keeps those that end later', async () => {
        await store.addToIndex(index, 'later', inAMinute(), 10);
        await store.addToIndex(index, 'soon', inMs(1000), 10);
        clock.advance(1000);
        expect(await members()).toEqual(['later']);
        clock.advance(MINUTE_MS);
        expect(await members()).toEqual([]);
      });

      it('names those that give way beyond its bound, until they are removed: those that end first', async () => {
        expect(await store.addToIndex(index, 'second', inMs(2000), 2)).toEqual([]);
        expect(await store.addToIndex(index, 'first', inMs(1000), 2)).toEqual([]);
        expect(await store.addToIndex(index, 'third', inMs(3000), 2)).toEqual(['first']);
        expect(await members()).toEqual(['first', 'second', 'third']);
        expect(await store.addToIndex(index, 'fourth', inMs(4000), 2)).toEqual(['first', 'second']);
        for (const member of ['first', 'second']) await store.removeFromIndex(index, member);
        expect(await store.addToIndex(index, 'fourth', inMs(5000), 2)).toEqual([]);
        expect(await members()).toEqual(['fourth', 'third']);
      });

      it('names nobody instead of the one that is added, though it ends first', async () => {
        await store.addToIndex(index, 'later', inMs(3000), 1);
        expect(await store.addToIndex(index, 'soon', inMs(1000), 1)).toEqual(['later']);
      });

      it('has room for a member again when another has ended', async () => {
        await store.addToIndex(index, 'soon', inMs(1000), 2);
        await store.addToIndex(index, 'later', inMs(3000), 2);
        clock.advance(1000);
        expect(await store.addToIndex(index, 'new', inMs(3000), 2)).toEqual([]);
      });

      it('is none of version 1', async () => {
        expect(await store.readFormerIndex(index)).toEqual([]);
      });

      it('loses the member that is removed, and does not mind one that is not there', async () => {
        for (const member of ['a', 'b']) await store.addToIndex(index, member, inAMinute(), 10);
        await store.removeFromIndex(index, 'a');
        await store.removeFromIndex(index, 'a');
        await store.removeFromIndex(key.replace('session', 'never'), 'a');
        expect(await members()).toEqual(['b']);
      });

      it('loses nobody when many come at once', async () => {
        const many = Array.from({ length: 20 }, (_unused, each) => `member ${each}`);
        await Promise.all(many.map((member) => store.addToIndex(index, member, inAMinute(), 50)));
        expect(await members()).toEqual([...many].sort());
      });

      it('is no record', async () => {
        await store.addToIndex(index, 'a', inAMinute(), 10);
        expect(await store.count(index)).toBe(0);
      });
    });

    it('counts the records whose keys begin alike, ended ones not', async () => {
      const prefix = `${key.slice(0, -1)}-`;
      for (let each = 0; each < 25; each += 1) await store.put(`${prefix}${each}}`, 'value', inAMinute());
      await store.put(`${prefix}ended}`, 'value', inMs(1000));
      await store.put(sibling, 'value', inAMinute());
      clock.advance(1000);
      expect(await store.count(prefix)).toBe(25);
    });
  });
}
