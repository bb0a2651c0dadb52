import { HELP, parseCommandLine, UsageError } from './command-line.js';

describe('the command line', () => {
  it('needs nothing', () => {
    expect(parseCommandLine([])).toMatchObject({ help: false, check: false, json: false, only: '' });
  });

  it('takes every option that it explains', () => {
    expect(parseCommandLine(['--check', '--json', '--only', 'cold/keys'])).toMatchObject({
      check: true,
      json: true,
      only: 'cold/keys',
    });
    for (const option of ['check', 'json', 'only', 'help']) expect(HELP).toContain(`--${option}`);
  });

  it.each([[['--only']], [['--unknown']], [['positional']]])('refuses %j', (args) => {
    expect(() => parseCommandLine(args)).toThrow(UsageError);
  });
});
