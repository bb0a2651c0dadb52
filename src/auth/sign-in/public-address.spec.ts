import { recordLog } from '../../../test/support/recorded-log.js';
import { unitConfiguration } from '../../../test/support/unit-configuration.js';
import { PublicAddress } from './public-address.js';

describe('the public address', () => {
  it.each([
    ['http://localhost:5000', ', such as 127.0.0.1,'],
    ['http://127.0.0.1:5000', ', such as localhost,'],
    ['https://app.example', ''],
  ])('is told to whoever used another: %s', (BASE_URL, alias) => {
    const { hint } = new PublicAddress(unitConfiguration({ BASE_URL }), recordLog().logger);
    expect(hint).toBe(`Open the service at ${BASE_URL}: under another name${alias} the browser keeps other cookies.`);
  });

  it.each<[boolean, string, string | undefined]>([
    [false, 'https://app.example', 'app.example'],
    [false, 'https://app.example', 'app.example:443'],
    [false, 'https://app.example', 'APP.example'],
    [false, 'https://app.example:8443', 'app.example:8443'],
    [true, 'https://app.example:8443', 'app.example'],
    [true, 'https://app.example', 'app.example:80'],
    [true, 'https://app.example', 'app.example.evil.example'],
    [true, 'https://app.example', ''],
    [true, 'https://app.example', undefined],
  ])('warns (%s) at %s of Host %s', (warns, BASE_URL, host) => {
    const log = recordLog();
    const address = new PublicAddress(unitConfiguration({ BASE_URL }), log.logger);
    const headers = host === undefined ? {} : { host };
    address.warnOfOthers({ headers });
    address.warnOfOthers({ headers });
    expect(log.text()).toMatch(warns ? /^[^\n]*another host than BASE_URL[^\n]*\n$/ : /^$/);
  });
});
