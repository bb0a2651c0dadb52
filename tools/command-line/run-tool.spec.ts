import { jest } from '@jest/globals';
import { ConfigurationError } from '../../config/configuration-error.js';
import { commandLine } from './command-line.js';
import { runTool } from './run-tool.js';
import { UsageError } from './usage-error.js';

const declared = commandLine({ usage: ['tool'], about: 'Does it.', options: {}, usageExit: 64, make: () => ({}) });
const comesTo = (code?: number) => () => Promise.resolve(code);
const throws = (error: Error) => () => Promise.reject(error);

describe('a tool', () => {
  afterEach(() => jest.restoreAllMocks());

  /** Its exit code, and what it told on stdout and stderr. */
  async function run(main: () => Promise<number | undefined>, ...args: string[]) {
    const before = process.exitCode;
    const told = { stdout: '', stderr: '' };
    jest.spyOn(console, 'log').mockImplementation((text: string) => void (told.stdout += text));
    jest.spyOn(console, 'error').mockImplementation((text: string) => void (told.stderr += `${text}\n`));
    try {
      await runTool(declared, main, args);
      return { code: process.exitCode, ...told };
    } finally {
      process.exitCode = before;
    }
  }

  it('exits with what it came to', async () => {
    expect(await run(comesTo())).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await run(comesTo(3))).toEqual({ code: 3, stdout: '', stderr: '' });
  });

  it('does nothing but help whoever asks', async () => {
    expect(await run(throws(new Error('done')), '--help')).toEqual({ code: 0, stdout: declared.help, stderr: '' });
  });

  it.each([
    ['what went wrong', new Error('no answer'), 1, 'no answer\n'],
    ['options that do not fit what it found', new UsageError('no such row'), 64, 'no such row\nTry --help.\n'],
    [
      'an environment that makes no sense',
      new ConfigurationError([{ name: 'PORT', message: 'must be a number' }]),
      64,
      expect.stringMatching(/PORT must be a number\.\n[^\n]+\n$/) as string,
    ],
  ])('tells %s', async (_what, error, code, stderr) => {
    expect(await run(throws(error))).toEqual({ code, stdout: '', stderr });
  });

  it('is not even begun when its options make no sense', async () => {
    expect(await run(throws(new Error('begun')), 'now')).toEqual({
      code: 64,
      stdout: '',
      stderr: "what is 'now'?\nTry --help.\n",
    });
  });
});
