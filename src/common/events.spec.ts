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
});
