import { MemoryRecordStore } from '../../src/store/memory-record-store.js';
import { ManualClock } from '../support/manual-clock.js';
import { recordStoreContract } from './record-store.contract.js';

recordStoreContract('MemoryRecordStore', (clock) =>
  Promise.resolve({ store: new MemoryRecordStore(clock), close: () => Promise.resolve() }),
);

describe('MemoryRecordStore is bounded', () => {
  const clock = new ManualClock();
  const inAnHour = clock.now() + 3_600_000;
  const there = async (store: MemoryRecordStore, ...keys: string[]) => {
    const found: string[] = [];
    for (const key of keys) if ((await store.get(key)) !== undefined) found.push(key);
    return found;
  };

  it('drops the least recently used record beyond its bound', async () => {
    const store = new MemoryRecordStore(clock, 3);
    for (const key of ['a', 'b', 'c', 'd']) await store.put(key, key, inAnHour);
    expect(await there(store, 'a', 'b', 'c', 'd')).toEqual(['b', 'c', 'd']);
  });

  it.each<[string, (store: MemoryRecordStore) => Promise<unknown>]>([
    ['reading', (store) => store.get('a')],
    ['replacing', (store) => store.replace('a', 'again', 1)],
    ['extending', (store) => store.extend(['a'], inAnHour + 1)],
    ['writing again', (store) => store.put('a', 'again', inAnHour)],
  ])('counts %s as use', async (_use, use) => {
    const store = new MemoryRecordStore(clock, 3);
    for (const key of ['a', 'b', 'c']) await store.put(key, key, inAnHour);
    await use(store);
    await store.put('d', 'd', inAnHour);
    expect(await there(store, 'a', 'b', 'c', 'd')).toEqual(['a', 'c', 'd']);
  });

  it('holds 20,000 records by default', async () => {
    const store = new MemoryRecordStore(clock);
    for (let index = 0; index <= 20_000; index += 1) await store.put(`key ${index}`, '', inAnHour);
    expect(await there(store, 'key 0', 'key 1', 'key 20000')).toEqual(['key 1', 'key 20000']);
  });
});
