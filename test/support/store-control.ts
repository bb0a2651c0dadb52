import { RECORD_STORE, type RecordStore } from '../../src/store/record-store.js';
import type { TestService } from './service.js';

const METHODS = [
  'get',
  'put',
  'replace',
  'extend',
  'delete',
  'holdLease',
  'releaseLease',
  'addToIndex',
  'readIndex',
  'readFormerIndex',
  'removeFromIndex',
  'ping',
] as const;
type Method = (typeof METHODS)[number];

/** The record store of a service in the hands of a test: it can be made unreachable, and tells what was asked of it. */
export class StoreControl {
  /** Names of the methods that were called since the last look. */
  #calls: Method[] = [];
  #unreachable: readonly Method[] = [];
  #before = new Map<Method, () => Promise<void>>();

  constructor({ app }: TestService) {
    const store = app.get<RecordStore>(RECORD_STORE);
    for (const name of METHODS) {
      const honest = store[name].bind(store) as (...parameters: unknown[]) => Promise<unknown>;
      const controlled = async (...parameters: unknown[]): Promise<unknown> => {
        this.#calls.push(name);
        const before = this.#before.get(name);
        this.#before.delete(name);
        await before?.();
        if (!this.#unreachable.includes(name)) return honest(...parameters);
        throw new Error('connect ECONNREFUSED redis.internal.example:6379');
      };
      Object.assign(store, { [name]: controlled });
    }
  }

  /** From now on these methods reject; all of them by default. */
  fail(methods: readonly Method[] = METHODS): void {
    this.#unreachable = methods;
  }

  /** Works as it should again. */
  recover(): void {
    this.#unreachable = [];
    this.#before.clear();
  }

  /** Something that happens right before the next call of this method: another request that was faster. */
  before(method: Method, happens: () => Promise<void>): void {
    this.#before.set(method, happens);
  }

  /** What was called since the last time that this was asked. */
  takeCalls(): Method[] {
    return this.#calls.splice(0);
  }
}
