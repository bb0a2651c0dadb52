import { resolve } from 'node:path';
import { commandLine } from '../command-line/command-line.js';
import { anyText, flag, type Format, someText, value, wholeNumber } from '../command-line/options.js';
import { type Figure, FIGURES } from './comparison/figures.js';
import type { ComparisonOptions } from './comparison/comparison.js';
import type { RedisMemoryOptions } from './redis-memory.js';

/** What is to be measured: one of the two. */
export interface BenchOptions {
  readonly json: boolean;
  readonly comparison?: ComparisonOptions;
  readonly redis?: RedisMemoryOptions;
}

const count = wholeNumber(1, 9_999_999);

const someFigures: Format<readonly Figure[]> = {
  wanted: `none, or some of ${FIGURES.join()}`,
  read: (text) => {
    const words = text === 'none' ? [] : text.split(',');
    const figures = FIGURES.filter((figure) => words.includes(figure));
    return figures.length === words.length ? figures : undefined;
  },
};

export const benchCommandLine = commandLine({
  usage: ['npm run bench -- [comparison] [options]', 'npm run bench -- redis-memory [options]'],
  about: `comparison: what a request and a sign-in cost in CPU, beside bare Nest and other libraries: a table. Takes up to
five minutes; installs what it compares with in tools/bench/peers.
redis-memory: what a signed-in person takes in Redis. Starts a redis-server or valkey-server of its own.`,
  commands: [undefined, 'comparison', 'redis-memory'],
  options: {
    rounds: value('<n>', 'comparison: in which the rows take turns, three each', count, 5),
    requests: value(
      '<n>',
      'comparison: GET /profile of a row in each round; one sign-in for every 40 of them',
      count,
      1200,
    ),
    only: value(
      '<words>',
      'comparison: only rows with one of these words in their id or name, and bare-nest: node-http, bare-nest,\n' +
        'passport-azure-ad, msal-node, express-openid-connect, this-service',
      anyText,
    ),
    dist: value('<folder>', 'comparison: the dist of another build of this service, as one more row', someText),
    figures: value(
      '<words>',
      'comparison: what is measured beside CPU: none, or some of ready,latency,redis,long',
      someFigures,
      FIGURES,
    ),
    'long-requests': value('<n>', 'comparison: GET /profile in the long run of this service', count, 100_000),
    sessions: value('<n>', 'redis-memory: people who sign in', count, 10_000),
    'access-token-bytes': value(
      '<n>',
      'redis-memory: an access token; Entra’s are as large as the default',
      count,
      2500,
    ),
    'refresh-token-bytes': value('<n>', 'redis-memory: a refresh token', count, 1500),
    json: flag('the figures as JSON'),
  },
  make: (
    { json, rounds, requests, only = '', dist, figures, 'long-requests': longRequests, sessions, ...bytes },
    command,
  ): BenchOptions =>
    command === 'redis-memory'
      ? {
          json,
          redis: {
            sessions,
            accessTokenBytes: bytes['access-token-bytes'],
            refreshTokenBytes: bytes['refresh-token-bytes'],
          },
        }
      : { json, comparison: { rounds, requests, only, dist: dist && resolve(dist), figures, longRequests } },
});
