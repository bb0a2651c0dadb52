import { UsageError } from '../command-line/usage-error.js';
import { sessionsCommandLine } from './command-line.js';

const { parse } = sessionsCommandLine;

const TENANT = '11111111-1111-4111-8111-111111111111';
const USER = '22222222-2222-4222-8222-22222222222A';
const PERSON = ['--tenant', TENANT, '--user', USER];
const person = { tenantId: TENANT, id: USER.toLowerCase() };

describe('the command line of npm run sessions', () => {
  it('counts, of everybody or of one', () => {
    expect(parse(['count'])).toEqual({ command: 'count', json: false, person: undefined });
    expect(parse(['count', ...PERSON, '--json'])).toEqual({
      command: 'count',
      json: true,
      person,
    });
  });

  it('ends, of one person', () => {
    expect(parse(['end', ...PERSON])).toEqual({ command: 'end', json: false, person });
  });

  it('helps whoever asks, whatever else is there', () => {
    expect(parse(['end', '--help'])).toBeUndefined();
  });

  it.each([
    [],
    ['start'],
    ['end'],
    ['end', '--tenant', TENANT],
    ['end', '--user', USER],
    ['end', '--tenant', 'common', '--user', USER],
    ['end', '--tenant', TENANT, '--user', 'ada@contoso.example'],
    ['count', '--user', USER],
    ['end', ...PERSON, 'now'],
    ['end', ...PERSON, '--force'],
  ])('makes no sense of %j %j %j %j %j %j', (...args) => {
    expect(() => parse(args)).toThrow(UsageError);
  });
});
