import { commandLine } from '../command-line/command-line.js';
import { flag, guid, value } from '../command-line/options.js';
import { UsageError } from '../command-line/usage-error.js';

/** What is asked of the sessions in Redis. */
export interface Order {
  readonly command: 'count' | 'end';
  readonly json: boolean;
  /** Whose sessions; undefined is everybody's, which only `count` can be asked for. */
  readonly person: { readonly tenantId: string; readonly id: string } | undefined;
}

export const sessionsCommandLine = commandLine({
  usage: ['npm run sessions -- count [--tenant <id> --user <id>]', 'npm run sessions -- end --tenant <id> --user <id>'],
  about: `Counts the sessions in Redis, of all people or of one, or ends all those of one person, in whatever browsers. Reads
REDIS_URL and SESSION_SECRET as the service does, .env included. What is kept of a session names nobody: a person is
found by the ids alone.`,
  commands: ['count', 'end'],
  options: {
    tenant: value(
      '<id>',
      'the Directory (tenant) ID of the person’s sign-in, the claim tid',
      guid('the Directory (tenant) ID'),
    ),
    user: value(
      '<id>',
      'the Object ID of the person in that tenant, the claim oid',
      guid('the Object ID of the person'),
    ),
    json: flag('the answer as JSON'),
  },
  exits: { 1: 'Redis does not answer' },
  make: ({ tenant, user, json }, command): Order => {
    if (command === 'count' && tenant === undefined && user === undefined) return { command, json, person: undefined };
    if (tenant === undefined || user === undefined) throw new UsageError('a person is a --tenant and a --user in it');
    return { command, json, person: { tenantId: tenant, id: user } };
  },
});
