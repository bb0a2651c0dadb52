import { commandLine } from './command-line.js';
import { anyText, flag, guid, repeated, value, wholeNumber } from './options.js';
import { UsageError } from './usage-error.js';

const ID = '22222222-2222-4222-8222-22222222222a';

const { parse, help, usageExit } = commandLine({
  usage: ['tool [rotate] [options]', 'tool --remove'],
  about: 'Registers something.',
  commands: [undefined, 'rotate'],
  options: {
    days: value('<n>', 'how long it lasts', wholeNumber(1, 730), 180),
    user: value('<id>', 'whose it is', guid('the Object ID')),
    uri: repeated('<uri>', 'where it leads', anyText, ['a', 'b']),
    'dry-run': flag('change nothing'),
  },
  exits: { 130: 'it is interrupted', 1: 'it failed' },
  usageExit: 64,
  make: (values, command) => {
    if (values['dry-run'] && command === 'rotate') throw new UsageError('nothing to try');
    return { ...values, command };
  },
});

describe('a command line', () => {
  it('has a value for every option', () => {
    expect(parse([])).toEqual({ days: 180, user: undefined, uri: ['a', 'b'], 'dry-run': false, command: undefined });
    expect(parse(['--days', '1', '--user', ID.toUpperCase(), '--uri=c', '--dry-run', '--uri', 'd'])).toEqual({
      days: 1,
      user: ID,
      uri: ['c', 'd'],
      'dry-run': true,
      command: undefined,
    });
  });

  it('takes its command wherever it stands, and the last of two values', () => {
    expect(parse(['--days', '7', 'rotate', '--days', '8'])).toMatchObject({ days: 8, command: 'rotate' });
  });

  it('is asked for help, whatever else is there', () => {
    expect(parse(['nonsense', '--days', 'many', '--help'])).toBeUndefined();
  });

  it.each([
    [['--days', '0'], '--days takes a number from 1 to 730'],
    [['--days', '1e2'], '--days takes a number from 1 to 730'],
    [['--user', 'ada'], '--user takes the Object ID, a GUID'],
    [['--days'], "Option '--days <value>' argument missing"],
    [['--force'], "Unknown option '--force'"],
    [['--dry-run=yes'], "Option '--dry-run' does not take an argument"],
    [['begin'], 'the command is rotate'],
    [['rotate', 'now', 'please'], "what is 'now please'?"],
    [['rotate', '--dry-run'], 'nothing to try'],
  ])('makes no sense of %j', (args, message) => {
    expect(() => parse(args)).toThrow(UsageError);
    expect(() => parse(args)).toThrow(message);
  });

  it('can want a command, or none', () => {
    const declaration = {
      usage: ['tool'],
      about: '',
      options: {},
      make: (_values: object, command?: string) => ({ command }),
    };
    const wanting = commandLine({ ...declaration, commands: ['count', 'end'] });
    expect(wanting.parse(['end'])).toEqual({ command: 'end' });
    expect(() => wanting.parse([])).toThrow('the command is count or end');
    expect(() => commandLine(declaration).parse(['end'])).toThrow("what is 'end'?");
  });

  it('explains itself', () => {
    expect(usageExit).toBe(64);
    expect(help).toBe(`Usage: tool [rotate] [options]
       tool --remove

Registers something.

  --days <n>   how long it lasts (default 180)
  --user <id>  whose it is
  --uri <uri>  where it leads
               (default a, b)
  --dry-run    change nothing
  --help       this text

Exits 1 when it failed, 64 when the options make no sense, 130 when it is interrupted.`);
  });
});
