import type { Clock } from '../../src/common/clock.js';
import { MemoryRecordStore } from '../../src/store/memory-record-store.js';
import { RECORD_STORE, type RecordStore } from '../../src/store/record-store.js';
import { StoreUnavailableError } from '../../src/store/store.errors.js';
import type { TestService } from './service.js';

type Method = Exclude<keyof RecordStore, 'close'>;
type Call = (...parameters: unknown[]) => Promise<unknown>;

const READS = new Set<Method>(['get', 'getAll', 'readIndex', 'count', 'ping']);

/** A record store in the hands of a test: it tells every call, and each can be failed or held up by name. */
export interface ObservedRecordStore extends RecordStore {
  /** The methods that were called, in order. */
  readonly calls: Method[];
  /** Every value that was ever written, by key: what a thief could have read. */
  readonly written: Map<string, string>;
  /** While set, every method rejects. */
  outage: Error | undefined;
  /** While set, every method that writes rejects: a Redis that is full, or a replica. */
  writeOutage: Error | undefined;
  /** How often a method was called. */
  called(method: Method): number;
  /** What was called since this was asked before. */
  takeCalls(): Method[];
  /** From now on these methods reject; all of them by default. */
  fail(methods?: readonly Method[]): void;
  /** Works as it should again. */
  recover(): void;
  /** Something that happens right before the next call of this method: another request that was faster. */
  before(method: Method, happens: () => Promise<void>): void;
}

/** A store in memory. */
export function observedRecordStore(clock: Clock): ObservedRecordStore {
  return observe(new MemoryRecordStore(clock));
}

/** The store of a service, which goes on using it. */
export function observeStoreOf({ app }: TestService): ObservedRecordStore {
  return observe(app.get<RecordStore>(RECORD_STORE));
}

/** Puts itself before each method of the store. A method may be replaced; its failures are then those of a store, too. */
function observe(store: RecordStore): ObservedRecordStore {
  const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(store)).filter(
    (name): name is Method => name !== 'constructor' && name !== 'close',
  );
  let failing: readonly Method[] = [];
  const before = new Map<Method, () => Promise<void>>();
  const observed: ObservedRecordStore = Object.assign(store, {
    calls: [] as Method[],
    written: new Map<string, string>(),
    outage: undefined,
    writeOutage: undefined,
    called: (method: Method) => observed.calls.filter((call) => call === method).length,
    takeCalls: () => observed.calls.splice(0),
    fail: (names: readonly Method[] = methods) => (failing = names),
    recover: () => {
      failing = [];
      before.clear();
    },
    before: (method: Method, happens: () => Promise<void>) => before.set(method, happens),
  });
  for (const name of methods) {
    const honest = store[name].bind(store) as Call;
    let current = failingAsStores(async (...parameters) => {
      observed.calls.push(name);
      const happens = before.get(name);
      before.delete(name);
      await happens?.();
      if (failing.includes(name)) throw new Error('connect ECONNREFUSED redis.internal.example:6379');
      const outage = observed.outage ?? (READS.has(name) ? undefined : observed.writeOutage);
      if (outage !== undefined) throw outage;
      const answer = await honest(...parameters);
      const [key, value] = parameters as [string, string];
      if (name === 'put' || name === 'addToIndex' || ((name === 'add' || name === 'replace') && answer === true)) {
        observed.written.set(key, value);
      }
      return answer;
    });
    Object.defineProperty(store, name, {
      configurable: true,
      get: () => current,
      set: (other: Call) => (current = failingAsStores(other)),
    });
  }
  return observed;
}

/** As the contract of a store has it. */
function failingAsStores(call: Call): Call {
  return async (...parameters) => {
    try {
      return await call(...parameters);
    } catch (error) {
      throw new StoreUnavailableError(error);
    }
  };
}
