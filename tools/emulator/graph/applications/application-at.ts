import type { AppRegistration } from '../../directory/registrations.js';
import { GraphError, resourceNotFound } from '../graph-error.js';
import type { GraphCall } from '../graph-resource.js';
import type { ObjectKey } from '../odata/resource-path.js';

type Directory = Pick<GraphCall, 'state' | 'caller'>;

/** The applications that are registered in the caller's tenant, those that have not arrived yet left out. */
export function applicationsOf({ state, caller }: Directory): AppRegistration[] {
  return state.registrations.all.filter(
    (registration) => registration.homeTenant === caller.tenantId && state.replication.isVisible(registration),
  );
}

/** The application that a path names by its object id, `appId` or `uniqueName`. @throws GraphError 404 */
export function applicationAt(call: Directory & Pick<GraphCall, 'keys'>): AppRegistration {
  const [key] = call.keys;
  const found = key && applicationsOf(call).find((registration) => isNamed(registration, key));
  if (!found) throw resourceNotFound(key?.value ?? '');
  return found;
}

/** Where an application is to be changed. @throws GraphError 404, and 409 right after another change */
export function applicationToChange(call: Directory & Pick<GraphCall, 'keys'>): AppRegistration {
  const registration = applicationAt(call);
  noteChange(call, registration);
  return registration;
}

/** @throws GraphError 409 right after another change of the same object */
export function noteChange({ state }: Pick<GraphCall, 'state'>, object: object): void {
  if (state.replication.change(object)) return;
  throw new GraphError(
    409,
    'Directory_ConcurrencyViolation',
    'Error due to concurrent requests being made to the tenant. Please wait briefly and retry.',
  );
}

function isNamed({ objectId, clientId, uniqueName }: AppRegistration, { name, value }: ObjectKey): boolean {
  const wanted = value.toLowerCase();
  switch (name) {
    case 'id':
      return objectId.toLowerCase() === wanted;
    case 'appId':
      return clientId.toLowerCase() === wanted;
    case 'uniqueName':
      return uniqueName === value;
    default:
      return false;
  }
}
