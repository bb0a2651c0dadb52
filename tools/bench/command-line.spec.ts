import { UsageError } from '../command-line/usage-error.js';
import { benchCommandLine } from './command-line.js';

const { parse } = benchCommandLine;

describe('the command line of the measurements', () => {
  it('compares by default, in rounds, with all figures', () => {
    expect(parse([])).toEqual({
      command: 'comparison',
      json: false,
      write: false,
      options: {
        rounds: 5,
        requests: 1200,
        only: '',
        dist: undefined,
        figures: ['ready', 'latency', 'redis', 'long'],
        longRequests: 100_000,
      },
    });
  });

  it('compares less', () => {
    const shorter = ['--rounds', '1', '--requests=50', '--only', 'nest', '--figures', 'redis,ready'];
    expect(parse(['comparison', '--json', ...shorter, '--long-requests', '9', '--dist', '/elsewhere/dist'])).toEqual({
      command: 'comparison',
      json: true,
      write: false,
      options: {
        rounds: 1,
        requests: 50,
        only: 'nest',
        dist: '/elsewhere/dist',
        figures: ['ready', 'redis'],
        longRequests: 9,
      },
    });
    expect(parse(['--figures', 'none'])).toMatchObject({ options: { figures: [] } });
  });

  it('has a short run, which keeps or checks ratios', () => {
    expect(parse(['short'])).toMatchObject({ command: 'short', options: { requests: 600, write: false } });
    expect(parse(['short', '--write', '--requests', '90'])).toMatchObject({ options: { requests: 90, write: true } });
  });

  it('runs several instances, and for long', () => {
    expect(parse(['instances', '--rounds', '2'])).toMatchObject({ options: { rounds: 2, requests: 1200 } });
    expect(parse(['soak', '--write'])).toEqual({ command: 'soak', json: false, write: true, options: { minutes: 10 } });
    expect(parse(['soak', '--minutes', '1'])).toMatchObject({ options: { minutes: 1 } });
  });

  it('measures 10,000 sessions with tokens of the size that Entra’s have', () => {
    expect(parse(['redis-memory'])).toEqual({
      command: 'redis-memory',
      json: false,
      write: false,
      options: { sessions: 10_000, accessTokenBytes: 2500, refreshTokenBytes: 1500 },
    });
  });

  it('takes other sizes, and gives JSON', () => {
    const args = ['redis-memory', '--json', '--sessions', '5', '--access-token-bytes=9', '--refresh-token-bytes=8'];
    expect(parse(args)).toMatchObject({
      json: true,
      options: { sessions: 5, accessTokenBytes: 9, refreshTokenBytes: 8 },
    });
  });

  it('helps whoever asks', () => expect(parse(['--help'])).toBeUndefined());

  it.each([
    [['elsewhere']],
    [['redis-memory', 'twice']],
    [['--rounds', '0']],
    [['soak', '--minutes', '0']],
    [['redis-memory', '--write']],
    [['--json', '--write', '--dist', '']],
    [['--figures', 'ready,speed']],
    [['--figures', '']],
    [['redis-memory', '--sessions', '0']],
    [['redis-memory', '--sessions', 'many']],
    [['redis-memory', '--unknown']],
  ])('does not guess what %j means', (args) => expect(() => parse(args)).toThrow(UsageError));
});
