import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { ClientSecret } from '../../directory/credentials.js';
import { type AppRegistration, newRegistration } from '../../directory/registrations.js';
import { GraphError } from '../graph-error.js';
import type { GraphCall } from '../graph-resource.js';
import type { newApplicationSchema } from './application-body.js';
import { changeApplication } from './change-application.js';
import { newSecret } from './new-secret.js';
import { requireAllowedAudience } from './policy-checks.js';

/** What Graph makes of an application that says nothing of it. */
const DEFAULT_AUDIENCE = 'AzureADandPersonalMicrosoftAccount';

/**
 * Registers an application, with a first secret if it was asked for. It can be signed in to at once, or once it has
 * arrived, see `replication`.
 *
 * @throws GraphError 400, and 409 for a `uniqueName` that is taken
 */
export function createApplication(
  call: Pick<GraphCall, 'state' | 'caller'>,
  { uniqueName = null, passwordCredentials = [], ...changes }: z.output<typeof newApplicationSchema>,
): { registration: AppRegistration; secrets: readonly ClientSecret[] } {
  const { state, caller } = call;
  if (uniqueName !== null && state.registrations.all.some((other) => other.uniqueName === uniqueName)) {
    throw new GraphError(
      409,
      'Request_MultipleObjectsWithSameKeyValue',
      'Another object with the same value for property uniqueName already exists.',
    );
  }
  const registration = newRegistration({
    clientId: randomUUID(),
    objectId: randomUUID(),
    createdAtMs: state.now(),
    homeTenant: caller.tenantId,
    displayName: changes.displayName,
    uniqueName,
    signInAudience: DEFAULT_AUDIENCE,
  });
  requireAllowedAudience(state.policies, changes.signInAudience ?? DEFAULT_AUDIENCE);
  const secrets = passwordCredentials.map((asked) => newSecret(call, asked));
  changeApplication(call, registration, changes);
  registration.secrets = secrets;
  state.registrations.add(state.replication.created(registration));
  return { registration, secrets };
}
