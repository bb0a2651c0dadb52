import { parseArgs } from 'node:util';

export const HELP = `Usage: npm run sessions -- count [--tenant <id> --user <id>]
       npm run sessions -- end --tenant <id> --user <id>

Counts the sessions in Redis, of all people or of one, or ends all those of one person, in whatever browsers. Reads REDIS_URL and SESSION_SECRET as
the service does, .env included. What is kept of a session names nobody: a person is found by the ids alone.

  --tenant <id>  the Directory (tenant) ID of the person's sign-in, the claim tid
  --user <id>    the Object ID of the person in that tenant, the claim oid
  --json         the answer as JSON
  --help         this text

Exits 1 when Redis does not answer, 2 when the options make no sense.
`;

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface CommandLine {
  readonly command: 'help' | 'count' | 'end';
  readonly json: boolean;
  /** Whose sessions; undefined is everybody's, which only `count` can be asked for. */
  readonly person: { readonly tenantId: string; readonly id: string } | undefined;
}

/** What is wrong with a command line, in one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @throws UsageError */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const { values, positionals } = parse(args);
  const { json, help, tenant, user } = values;
  const [command, ...rest] = positionals;
  if (help) return { command: 'help', json, person: undefined };
  if (rest.length > 0) throw new UsageError(`what is '${rest.join(' ')}'?`);
  if (command !== 'count' && command !== 'end') throw new UsageError('the command is count or end');
  if (tenant === undefined && user === undefined && command === 'count') {
    return { command, json, person: undefined };
  }
  if (!GUID.test(tenant ?? '')) throw new UsageError('--tenant takes the Directory (tenant) ID, a GUID');
  if (!GUID.test(user ?? '')) throw new UsageError('--user takes the Object ID of the person, a GUID');
  return {
    command,
    json,
    person: { tenantId: String(tenant).toLowerCase(), id: String(user).toLowerCase() },
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        tenant: { type: 'string' },
        user: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
