import { recordLog } from '../../test/support/recorded-log.js';
import { Events, type ServiceEvent } from './events.js';

const SIGN_OUT: ServiceEvent = { event: 'sign_out', everywhere: false };
const GRAPH_CALL: ServiceEvent = { event: 'graph_call', path: '/me', status: 200, durationMs: 12 };

describe('Events', () => {
  it('go to the log: those of people at info, those of every call at debug', () => {
    const log = recordLog('debug');
    const events = new Events(log.logger);
    events.raise(SIGN_OUT);
    events.raise(GRAPH_CALL);
    expect(log.lines()).toEqual([
      expect.objectContaining({ level: 'info', msg: 'event', ...SIGN_OUT }),
      expect.objectContaining({ level: 'debug', msg: 'event', ...GRAPH_CALL }),
    ]);
  });

  it('go to everybody who listens', () => {
    const events = new Events(recordLog().logger);
    const heard: ServiceEvent[] = [];
    events.listen((event) => heard.push(event));
    events.listen((event) => heard.push(event));
    events.raise(SIGN_OUT);
    expect(heard).toEqual([SIGN_OUT, SIGN_OUT]);
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('no room for more');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no room for more'))],
  ])('are told on when somebody who listens %s, which is logged', async (_how, fail) => {
    const log = recordLog();
    const events = new Events(log.logger);
    const heard: ServiceEvent[] = [];
    events.listen(fail);
    events.listen((event) => heard.push(event));
    events.raise(SIGN_OUT);
    await new Promise(setImmediate);
    expect(heard).toEqual([SIGN_OUT]);
    expect(log.lines().filter(({ level }) => level === 'error')).toEqual([
      expect.objectContaining({ event: 'sign_out', msg: 'somebody who listens to events failed' }),
    ]);
  });
});
