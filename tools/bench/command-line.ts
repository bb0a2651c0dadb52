import { parseArgs } from 'node:util';
import type { ComparisonOptions } from './comparison/comparison.js';
import type { RedisMemoryOptions } from './redis-memory.js';

export const HELP = `Usage: npm run bench -- [what] [options]

  comparison       what a request and a sign-in cost in CPU, beside bare Nest and other libraries: a table. The default.
                   Takes up to five minutes; installs what it compares with in tools/bench/peers
  redis-memory     what a signed-in person takes in Redis. Starts a redis-server or valkey-server of its own

Options of comparison:
  --rounds <n>               in which the rows take turns, three each (default 5)
  --requests <n>             GET /profile of a row in each round (default 1200); one sign-in for every 40 of them
  --only <words>             only rows with one of these words in their id, and bare-nest: node-http, bare-nest,
                             passport-azure-ad, msal-node, express-openid-connect, this-service

Options of redis-memory:
  --sessions <n>             people who sign in (default 10000)
  --access-token-bytes <n>   size of an access token (default 2500, as Entra's are)
  --refresh-token-bytes <n>  size of a refresh token (default 1500)

  --json           the figures as JSON
  --help           this text
`;

export type CommandLine =
  | { readonly help: true }
  | { readonly help: false; readonly json: boolean; readonly redis: RedisMemoryOptions }
  | { readonly help: false; readonly json: boolean; readonly comparison: ComparisonOptions };

/** What is wrong with a command line, in one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @throws UsageError */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const { values, positionals } = parse(args);
  if (values.help) return { help: true };
  const [what = 'comparison', ...more] = positionals;
  if (more.length > 0 || (what !== 'comparison' && what !== 'redis-memory')) {
    throw new UsageError('say what to measure: comparison or redis-memory.');
  }
  if (what === 'comparison') {
    const { rounds, requests, only } = values;
    return {
      help: false,
      json: values.json,
      comparison: { rounds: count('rounds', rounds), requests: count('requests', requests), only },
    };
  }
  return {
    help: false,
    json: values.json,
    redis: {
      sessions: count('sessions', values.sessions),
      accessTokenBytes: count('access-token-bytes', values['access-token-bytes']),
      refreshTokenBytes: count('refresh-token-bytes', values['refresh-token-bytes']),
    },
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        rounds: { type: 'string', default: '5' },
        requests: { type: 'string', default: '1200' },
        only: { type: 'string', default: '' },
        sessions: { type: 'string', default: '10000' },
        'access-token-bytes': { type: 'string', default: '2500' },
        'refresh-token-bytes': { type: 'string', default: '1500' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function count(name: string, text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new UsageError(`--${name} must be a number from 1 to 9999999.`);
}
