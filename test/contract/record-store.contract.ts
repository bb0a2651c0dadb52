import { randomUUID } from 'node:crypto';
import type { Clock } from '../../src/common/clock.js';
import type { RecordStore, StoredRecord } from '../../src/session/store/record-store.js';
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
export function recordStoreContract(
  name: string,
  create: (clock: Clock) => Promise<StoreUnderContract>,
): void {
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
      it('removes every record that it names', async () => {
        await store.put(key, 'one', inAMinute());
        await store.put(sibling, 'two', inAMinute());
        await store.delete([key, sibling]);
        expect(await store.get(key)).toBeUndefined();
        expect(await store.get(sibling)).toBeUndefined();
      });

      it('does not mind what is not there', async () => {
        await store.put(key, 'one', inAMinute());
        await store.delete([sibling, key]);
        await store.delete([sibling, key]);
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
  });
}
