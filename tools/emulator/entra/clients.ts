import type { AppRegistration, Registrations } from '../directory/registrations.js';
import { malformedClientId, notMultitenant, unknownClient } from './shared-errors.js';
import type { Tenant } from './tenants.js';

const NOBODY = /^0{8}-0{4}-0{4}-0{4}-0{12}$/;

/**
 * The registration of a client, if it can be used through this authority.
 *
 * @throws EntraError 700038, 700016, 50194
 */
export function findClient(registrations: Registrations, tenant: Tenant, clientId: string): AppRegistration {
  if (NOBODY.test(clientId)) throw malformedClientId(clientId);
  const client = registrations.get(clientId);
  if (!client) throw unknownClient(clientId, tenant.segment);
  if (client.signInAudience !== 'AzureADMyOrg') return client;
  if (tenant.tenantId === undefined) throw notMultitenant(client);
  if (tenant.tenantId !== client.homeTenant) throw unknownClient(clientId, tenant.segment);
  return client;
}
