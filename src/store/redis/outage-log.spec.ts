import { recordLog } from '../../../test/support/recorded-log.js';
import { OutageLog } from './outage-log.js';

describe('what the log says of the store', () => {
  const log = recordLog();
  const outages = new OutageLog(log.logger, { host: 'redis.example', port: 6379 });
  let told = 0;
  /** The lines since the last look. */
  const lines = () => {
    const fresh = log.lines().slice(told);
    told += fresh.length;
    return fresh.map(({ level, store, reason, msg }) => ({ level, store, reason, msg }));
  };
  const said = (level: string, reason: string | undefined, msg: RegExp) => ({
    level,
    store: 'redis.example:6379',
    reason,
    msg: expect.stringMatching(msg) as string,
  });

  it('is that it answers, when it does for the first time', () => {
    outages.up();
    outages.up();
    expect(lines()).toEqual([said('info', undefined, /answers/)]);
  });

  it('is once that it is lost, and once that it is back', () => {
    for (const reason of ['CLOSED', 'ECONNREFUSED', 'ECONNREFUSED', 'TIMEOUT']) outages.down(reason);
    expect(lines()).toEqual([said('error', 'CLOSED', /can not be reached/)]);
    outages.up();
    outages.up();
    expect(lines()).toEqual([said('info', undefined, /answers/)]);
  });

  it('is what to do as soon as that is known', () => {
    for (const reason of ['CLOSED', 'WRONGPASS', 'NOAUTH', 'WRONGPASS', 'SELF_SIGNED_CERT_IN_CHAIN']) {
      outages.down(reason);
    }
    expect(lines()).toEqual([
      said('error', 'CLOSED', /can not be reached/),
      said('error', 'WRONGPASS', /REDIS_URL/),
      said('error', 'SELF_SIGNED_CERT_IN_CHAIN', /NODE_EXTRA_CA_CERTS/),
    ]);
    outages.up();
    outages.down('WRONGPASS');
    expect(lines()).toHaveLength(2);
    outages.up();
    lines();
  });

  it('is once that it takes no writes, and once that it does again', () => {
    outages.readOnly();
    outages.up();
    outages.readOnly();
    expect(lines()).toEqual([said('error', 'READONLY', /read-only/)]);
    outages.writable();
    outages.writable();
    expect(lines()).toEqual([said('info', undefined, /takes writes/)]);
  });
});
