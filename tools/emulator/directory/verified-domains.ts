import type { Person } from '../people.js';

/** The domains of a tenant: those of its people's names. The first one is where it began. */
export function verifiedDomains(people: readonly Person[], tenantId: string): string[] {
  const ofTenant = people.filter(({ tid }) => tid === tenantId);
  return [...new Set(ofTenant.map(({ userPrincipalName }) => (userPrincipalName.split('@')[1] ?? '').toLowerCase()))];
}
