import { resolve } from 'node:path';
import { commandLine } from '../command-line/command-line.js';
import { anyText, flag, type Format, someText, value, wholeNumber } from '../command-line/options.js';
import { UsageError } from '../command-line/usage-error.js';
import type { ComparisonOptions } from './comparison/comparison.js';
import { type Figure, FIGURES } from './comparison/figures.js';
import type { InstancesOptions } from './instances/instances.js';
import type { RedisMemoryOptions } from './redis-memory.js';
import type { ShortOptions } from './short/short-run.js';
import type { SoakOptions } from './soak/soak.js';

/** What is to be measured. */
export type BenchOrder =
  | { readonly command: 'comparison'; readonly options: ComparisonOptions }
  | { readonly command: 'short'; readonly options: ShortOptions }
  | { readonly command: 'instances'; readonly options: InstancesOptions }
  | { readonly command: 'soak'; readonly options: SoakOptions }
  | { readonly command: 'redis-memory'; readonly options: RedisMemoryOptions };

export type BenchOptions = BenchOrder & {
  readonly json: boolean;
  /** Keep what was measured where it belongs. */
  readonly write: boolean;
};

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
  usage: ['npm run bench -- [comparison] [options]', 'npm run bench -- short|instances|soak|redis-memory [options]'],
  about: `comparison: what a request and a sign-in cost, beside bare Nest and other libraries: tables. Takes a quarter of an
hour; installs what it compares with in tools/bench/peers.
short: this service beside bare Nest, against the ratios in docs/performance.json; under a minute, for CI.
instances: what one, two and three instances on one Redis answer.
soak: sign-ins, refreshes and sign-outs for minutes, with a restart of Redis; nothing may grow or stay unexplained.
redis-memory: what a signed-in person takes in Redis.
Each starts a redis-server or valkey-server of its own.`,
  commands: [undefined, 'comparison', 'short', 'instances', 'soak', 'redis-memory'],
  options: {
    rounds: value('<n>', 'comparison, instances: in which all take turns', count, 5),
    requests: value(
      '<n>',
      'comparison, short, instances: GET /profile of each in a round; one sign-in for every 40 of them\n' +
        '(default 1200; short 600)',
      count,
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
      `comparison: what is measured beside CPU: none, or some of ${FIGURES.join()} (default all)`,
      someFigures,
    ),
    'long-requests': value('<n>', 'comparison: GET /profile in the long run of this service', count, 100_000),
    minutes: value('<n>', 'soak', wholeNumber(1, 1440), 10),
    sessions: value('<n>', 'redis-memory: people who sign in', count, 10_000),
    'access-token-bytes': value(
      '<n>',
      'redis-memory: an access token; Entra’s are as large as the default',
      count,
      2500,
    ),
    'refresh-token-bytes': value('<n>', 'redis-memory: a refresh token', count, 1500),
    write: flag(
      'keeps the figures: short in docs/performance.json, comparison, instances and soak in docs/performance.md',
    ),
    json: flag('the figures as JSON'),
  },
  exits: { 1: 'something failed, grew, or costs more than was committed' },
  make: ({ json, write, ...values }, command = 'comparison'): BenchOptions => {
    if (write && command === 'redis-memory') throw new UsageError('redis-memory writes nothing');
    return { json, write, ...orderOf(command, { ...values, write }) };
  },
});

interface Values extends Pick<ComparisonOptions, 'rounds'>, SoakOptions, Pick<RedisMemoryOptions, 'sessions'> {
  readonly requests: number | undefined;
  readonly only: string | undefined;
  readonly dist: string | undefined;
  readonly figures: readonly Figure[] | undefined;
  readonly 'long-requests': number;
  readonly 'access-token-bytes': number;
  readonly 'refresh-token-bytes': number;
  readonly write: boolean;
}

function orderOf(command: BenchOrder['command'], values: Values): BenchOrder {
  const { rounds, requests = command === 'short' ? 600 : 1200, minutes, sessions, write } = values;
  switch (command) {
    case 'comparison': {
      const { only = '', dist, figures = FIGURES, 'long-requests': longRequests } = values;
      return { command, options: { rounds, requests, only, dist: dist && resolve(dist), figures, longRequests } };
    }
    case 'short':
      return { command, options: { requests, write } };
    case 'instances':
      return { command, options: { rounds, requests } };
    case 'soak':
      return { command, options: { minutes } };
    case 'redis-memory': {
      const { 'access-token-bytes': accessTokenBytes, 'refresh-token-bytes': refreshTokenBytes } = values;
      return { command, options: { sessions, accessTokenBytes, refreshTokenBytes } };
    }
  }
}
