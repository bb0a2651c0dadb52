import type { AppRegistration } from '../../directory/registrations.js';
import type { ServicePrincipal } from '../../directory/service-principals.js';
import { resourceNotFound } from '../graph-error.js';
import type { GraphCall } from '../graph-resource.js';

type Directory = Pick<GraphCall, 'state' | 'caller'>;

/** The service principals of the caller's tenant, Graph's among them, those that have not arrived yet left out. */
export function servicePrincipalsOf({ state, caller }: Directory): ServicePrincipal[] {
  state.servicePrincipals.ensure(state.graph, caller.tenantId);
  return state.servicePrincipals.all.filter(
    (principal) =>
      principal.tenantId === caller.tenantId &&
      state.registrations.get(principal.clientId) !== undefined &&
      state.replication.isVisible(principal),
  );
}

/** The one that a path names by its object id or `appId`. @throws GraphError 404 */
export function servicePrincipalAt(call: Directory & Pick<GraphCall, 'keys'>): ServicePrincipal {
  const [key] = call.keys;
  const wanted = key?.value.toLowerCase() ?? '';
  const found = servicePrincipalsOf(call).find(({ objectId, clientId }) => {
    if (key?.name === 'appId') return clientId.toLowerCase() === wanted;
    return key?.name === 'id' && objectId.toLowerCase() === wanted;
  });
  if (!found) throw resourceNotFound(key?.value ?? '');
  return found;
}

/** The one with this object id, which a body names. @throws GraphError 404 */
export function servicePrincipalWith(call: Directory, objectId: string): ServicePrincipal {
  return servicePrincipalAt({ ...call, keys: [{ name: 'id', value: objectId }] });
}

/** What it stands for. @throws GraphError 404 once that is gone */
export function registrationOf(
  { state }: Pick<GraphCall, 'state'>,
  { clientId }: Pick<ServicePrincipal, 'clientId'>,
): AppRegistration {
  const registration = state.registrations.get(clientId);
  if (!registration) throw resourceNotFound(clientId);
  return registration;
}
