import { recordLog } from '../../../test/support/recorded-log.js';
import { NestLogger } from './nest-logger.js';

describe('NestLogger', () => {
  it.each([
    ['log', 'debug'],
    ['verbose', 'trace'],
    ['debug', 'debug'],
    ['warn', 'warn'],
    ['error', 'error'],
    ['fatal', 'fatal'],
  ] as const)('writes what Nest calls %s at level %s, with the class that says it', (method, level) => {
    const log = recordLog();
    new NestLogger(log.logger)[method]('said', 'SomeClass');
    expect(log.lines()).toEqual([expect.objectContaining({ level, msg: 'said', context: ['SomeClass'] })]);
  });

  it('writes an error with its stack, and nothing that it carries', () => {
    const log = recordLog();
    new NestLogger(log.logger).error(Object.assign(new TypeError('broken'), { token: 'SECRET' }));
    expect(log.text()).toContain('nest-logger.spec');
    expect(log.text()).not.toContain('SECRET');
  });

  it('writes nothing of objects, which can hold anything', () => {
    const log = recordLog();
    new NestLogger(log.logger).log({ token: 'SECRET' }, { more: 'SECRET' });
    expect(log.lines()).toEqual([expect.objectContaining({ msg: 'message from Nest', context: [] })]);
    expect(log.text()).not.toContain('SECRET');
  });
});
