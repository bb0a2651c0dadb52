import { UsageError } from '../command-line/usage-error.js';
import { faultsCommandLine } from './command-line.js';

const { help, parse } = faultsCommandLine;

describe('the command line', () => {
  it('needs nothing', () => {
    expect(parse([])).toMatchObject({ check: false, json: false, only: '' });
  });

  it('takes every option that it explains', () => {
    expect(parse(['--check', '--json', '--only', 'cold/keys'])).toMatchObject({
      check: true,
      json: true,
      only: 'cold/keys',
    });
    for (const option of ['check', 'json', 'only', 'help']) expect(help).toContain(`--${option}`);
  });

  it.each([[['--only']], [['--unknown']], [['positional']]])('refuses %j', (args) => {
    expect(() => parse(args)).toThrow(UsageError);
  });
});
