import { parseCommandLine, UsageError } from './command-line.js';

describe('the command line of npm run resilience', () => {
  it('runs everything when nothing is said', () => {
    expect(parseCommandLine([])).toEqual({ help: false, json: false, only: '', seconds: 20 });
  });

  it('takes what is asked for', () => {
    const args = ['--only', 'load', '--seconds', '60', '--json'];
    expect(parseCommandLine(args)).toEqual({ help: false, json: true, only: 'load', seconds: 60 });
  });

  it.each([['--seconds', '5'], ['--seconds', '601'], ['--seconds', 'many'], ['--quick'], ['now']])(
    'makes no sense of %s %s',
    (...args) => expect(() => parseCommandLine(args)).toThrow(UsageError),
  );
});
