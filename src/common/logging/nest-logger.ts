import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

type Write = (message: unknown, ...context: unknown[]) => void;

/** Nest's own messages as lines of our log; what it calls `log` is our `debug`. */
export class NestLogger implements LoggerService {
  readonly log: Write;
  readonly verbose: Write;
  readonly debug: Write;
  readonly warn: Write;
  readonly error: Write;
  readonly fatal: Write;

  constructor(logger: Logger) {
    const at =
      (level: 'trace' | 'debug' | 'warn' | 'error' | 'fatal'): Write =>
      (message, ...details) => {
        // Nest passes the class last, and a stack before it where there is one.
        const context = details.filter((item) => typeof item === 'string');
        if (message instanceof Error) logger[level]({ err: message, context }, message.name);
        else logger[level]({ context }, typeof message === 'string' ? message : 'message from Nest');
      };
    this.log = at('debug');
    this.verbose = at('trace');
    this.debug = at('debug');
    this.warn = at('warn');
    this.error = at('error');
    this.fatal = at('fatal');
  }
}
