import type { Emulator } from '../../tools/emulator/index.js';
import type { Browser } from './browser.js';
import type { ShiftedClock } from './clock.js';
import { type ScriptedGraph, startScriptedGraph } from './scripted-graph.js';
import { type ServiceOptions, startService, type TestService } from './service.js';
import { type ObservedRecordStore, observeStoreOf } from './observed-record-store.js';

export interface SuiteOptions extends ServiceOptions {
  /** Default: one service for all tests. Whoever starts it when asked calls `start` in each test. */
  starts?: 'once' | 'for each test' | 'when asked';
  /** Graph is one whose every answer a test decides, instead of the emulator's. */
  scriptedGraph?: boolean;
}

/** What a suite holds from the start. Each thing is there while hooks and tests run, not before. */
export interface Suite {
  /** The service of the suite, or else the first that the test started. */
  readonly service: TestService;
  readonly emulator: Emulator;
  readonly clock: ShiftedClock;
  /** A browser of its own for each test; `service.browser()` gives more. */
  readonly browser: Browser;
  /** The record store of the service. It works again after each test. */
  readonly store: ObservedRecordStore;
  /** For `scriptedGraph`. After each test it is honest again, and its calls are forgotten. */
  readonly graph: ScriptedGraph;
  /** Another service, closed after the test, or after the suite where `beforeAll` starts it. */
  start: (options?: ServiceOptions) => Promise<TestService>;
}

/** A suite of what a service does. */
export function describeService(
  name: string,
  options: SuiteOptions | (() => Promise<SuiteOptions>),
  define: (suite: Suite) => void,
): void {
  describe(name, () => define(useService(options)));
}

/**
 * The same for the suite that is being defined. Services are closed when their time is over; after each test the
 * emulator has no faults and tampers with nothing.
 * @param options or what makes them, when they depend on something that has to be started first
 */
export function useService(options: SuiteOptions | (() => Promise<SuiteOptions>) = {}): Suite {
  const ofSuite: TestService[] = [];
  const ofTest: TestService[] = [];
  let isInTest = false;
  let graph: ScriptedGraph | undefined;
  let browser: Browser | undefined;
  let store: ObservedRecordStore | undefined;
  let made: SuiteOptions;

  const service = () => there(ofSuite[0] ?? ofTest[0], 'service');
  const start = async (more: ServiceOptions = {}): Promise<TestService> => {
    const started = await startService(more);
    (isInTest ? ofTest : ofSuite).push(started);
    return started;
  };
  const startMade = async () => {
    await start(graph === undefined ? made : { ...made, env: { ...made.env, GRAPH_API_ENDPOINT: graph.endpoint } });
  };

  beforeAll(async () => {
    made = typeof options === 'function' ? await options() : options;
    if (made.scriptedGraph) graph = await startScriptedGraph();
    if (made.starts === undefined || made.starts === 'once') await startMade();
  });
  beforeEach(async () => {
    isInTest = true;
    if (made.starts === 'for each test') await startMade();
  });
  afterEach(async () => {
    store?.recover();
    for (const { emulator } of [...ofSuite, ...ofTest]) reset(emulator);
    if (graph !== undefined) Object.assign(graph, { script: undefined }).calls.splice(0);
    await closeAll(ofTest);
    isInTest = false;
    browser = undefined;
    if (ofSuite.length === 0) store = undefined;
  });
  afterAll(async () => {
    await closeAll(ofSuite);
    await graph?.close();
  });

  return {
    service: lazily(service),
    emulator: lazily(() => service().emulator),
    clock: lazily(() => service().clock),
    browser: lazily(() => (browser ??= there(isInTest ? service() : undefined, 'test').browser())),
    store: lazily(() => (store ??= observeStoreOf(service()))),
    graph: lazily(() => there(graph, 'scripted graph')),
    start,
  };
}

function reset({ faults, tampering }: Emulator): void {
  faults.clear();
  faults.retryAfterSeconds = 1;
  tampering.idToken = undefined;
  tampering.tokenAnswer = undefined;
}

/** Latest first: what was started later may use the emulator of what was there before. */
async function closeAll(services: TestService[]): Promise<void> {
  for (const service of services.splice(0).reverse()) await service.close();
}

/** Stands for something that is not there yet. */
function lazily<T extends object>(get: () => T): T {
  return new Proxy({} as T, {
    get: (_none, name) => {
      const target = get();
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
    set: (_none, name, value) => Reflect.set(get(), name, value),
  });
}

function there<T>(thing: T | undefined, name: string): T {
  if (thing === undefined) throw new Error(`there is no ${name} at this time`);
  return thing;
}
