import { randomBytes } from 'node:crypto';
import { clientSecret, type ClientSecret } from '../../directory/credentials.js';
import { GraphError } from '../graph-error.js';
import type { GraphCall } from '../graph-resource.js';
import type { PasswordCredentialBody } from './application-body.js';
import { requireAllowedSecret } from './policy-checks.js';

/** Such as Entra makes: 40 characters, the third and fourth of which are its own. */
function secretText(): string {
  const [start, rest] = [randomBytes(3).toString('hex').slice(0, 3), randomBytes(26).toString('base64url')];
  return `${start}8Q~${rest}`.slice(0, 40);
}

/**
 * A secret as it was asked for: from now on, for two years, unless it says otherwise.
 *
 * @throws GraphError 400 where it would end before it begins, and where the tenant forbids it
 */
export function newSecret({ state }: Pick<GraphCall, 'state'>, asked: PasswordCredentialBody): ClientSecret {
  const secret = clientSecret(secretText(), state.now(), {
    displayName: asked.displayName ?? null,
    ...(asked.startDateTime ? { startsAtMs: Date.parse(asked.startDateTime) } : {}),
    ...(asked.endDateTime ? { endsAtMs: Date.parse(asked.endDateTime) } : {}),
  });
  if (secret.endsAtMs <= secret.startsAtMs || secret.endsAtMs <= state.now()) {
    throw new GraphError(
      400,
      'PasswordCredentialInvalidEndDate',
      'The end date of the password credential is invalid.',
    );
  }
  requireAllowedSecret(state.policies, secret.endsAtMs - secret.startsAtMs);
  return secret;
}
