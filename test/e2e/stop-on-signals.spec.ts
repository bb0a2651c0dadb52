import { jest } from '@jest/globals';
import { stopOnSignals } from '../../src/server/stop-on-signals.js';
import { describeService } from '../support/describe-service.js';
import { recordLog } from '../support/recorded-log.js';

const GRACE_MS = 600;
const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

describeService('a signal', { starts: 'for each test' }, ({ service }) => {
  let signalledAt: number;
  const log = recordLog();

  const send = (signal: NodeJS.Signals) => {
    signalledAt = performance.now();
    process.emit(signal, signal);
  };
  const passed = () => performance.now() - signalledAt;

  /** The code that the process would end with, and when. */
  function exit(): Promise<{ code: unknown; afterMs: number }> {
    return new Promise((resolve) => {
      jest.spyOn(process, 'exit').mockImplementation((code) => {
        resolve({ code, afterMs: passed() });
        return undefined as never;
      });
    });
  }

  beforeEach(() => stopOnSignals(service.app, log.logger, GRACE_MS));
  afterEach(() => {
    jest.restoreAllMocks();
    for (const signal of SIGNALS) process.removeAllListeners(signal);
  });

  it('SIGTERM first makes the service unready, and closes it after the grace period', async () => {
    const ended = exit();
    send('SIGTERM');
    while (passed() < GRACE_MS - 150) {
      const ready = await fetch(`${service.url}/readyz`);
      expect([ready.status, ready.headers.get('connection')]).toEqual([503, 'close']);
      expect((await fetch(`${service.url}/session`)).status).toBe(200);
    }
    const { code, afterMs } = await ended;
    expect(code).toBe(0);
    expect(afterMs).toBeGreaterThanOrEqual(GRACE_MS - 5);
    expect(afterMs).toBeLessThan(GRACE_MS + 1500);
    await expect(fetch(`${service.url}/session`)).rejects.toThrow();
  });

  it('SIGINT waits for no balancer', async () => {
    const ended = exit();
    send('SIGINT');
    const { code, afterMs } = await ended;
    expect(code).toBe(0);
    expect(afterMs).toBeLessThan(GRACE_MS - 100);
  });

  it.each(SIGNALS)('%s leaves the next one to what it does by itself: it ends the process', async (signal) => {
    const ended = exit();
    send(signal);
    for (const next of SIGNALS) expect(process.listenerCount(next)).toBe(0);
    await ended;
  });
});
