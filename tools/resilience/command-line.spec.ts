import { UsageError } from '../command-line/usage-error.js';
import { resilienceCommandLine } from './command-line.js';

const { parse } = resilienceCommandLine;

describe('the command line of npm run resilience', () => {
  it('runs everything when nothing is said', () => {
    expect(parse([])).toEqual({ json: false, only: '', seconds: 20 });
  });

  it('takes what is asked for', () => {
    const args = ['--only', 'load', '--seconds', '60', '--json'];
    expect(parse(args)).toEqual({ json: true, only: 'load', seconds: 60 });
  });

  it.each([['--seconds', '5'], ['--seconds', '601'], ['--seconds', 'many'], ['--quick'], ['now']])(
    'makes no sense of %s %s',
    (...args) => expect(() => parse(args)).toThrow(UsageError),
  );
});
