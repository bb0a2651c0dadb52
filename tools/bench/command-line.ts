import { commandLine } from '../command-line/command-line.js';
import { flag, value, wholeNumber } from '../command-line/options.js';
import type { RedisMemoryOptions } from './redis-memory.js';

/** What is to be measured. */
export interface BenchOptions {
  readonly json: boolean;
  readonly redis: RedisMemoryOptions;
}

const count = wholeNumber(1, 9_999_999);

export const benchCommandLine = commandLine({
  usage: ['npm run bench -- redis-memory [options]'],
  about: `Measures what a signed-in person takes in Redis. Starts a redis-server or valkey-server of its own.`,
  commands: ['redis-memory'],
  options: {
    sessions: value('<n>', 'people who sign in', count, 10_000),
    'access-token-bytes': value('<n>', 'size of an access token; Entra’s are as large as the default', count, 2500),
    'refresh-token-bytes': value('<n>', 'size of a refresh token', count, 1500),
    json: flag('the figures as JSON'),
  },
  make: ({ json, sessions, ...bytes }): BenchOptions => ({
    json,
    redis: {
      sessions,
      accessTokenBytes: bytes['access-token-bytes'],
      refreshTokenBytes: bytes['refresh-token-bytes'],
    },
  }),
});
