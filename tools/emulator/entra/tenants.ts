import { verifiedDomains } from '../directory/verified-domains.js';
import type { Person } from '../people.js';
import type { Cloud } from './clouds.js';
import { tenantNotFound } from './shared-errors.js';

/** Stands for "the tenant of whoever signs in" in issuers of `organizations` and `common`. */
const ISSUER_TEMPLATE = '{tenantid}';

/** What a `{tenant}` path segment means. */
export interface Tenant {
  /** As it appears in the addresses: a GUID in lower case, or the alias. */
  readonly segment: string;
  /** Missing for `organizations` and `common`. */
  readonly tenantId?: string;
  /** The tenant part of the issuer: concrete, or the template. */
  readonly issuerSegment: string;
  /** Whether this person may sign in through this authority. */
  admits(person: Person): boolean;
}

/**
 * The tenants that exist: the emulator's own and the home of everybody in the directory. Each is known by its GUID and by
 * its domains, those of its people's user principal names: `emulated.example`, and `emulated.onmicrosoft.com` with it.
 */
export class Tenants {
  private readonly bySegment = new Map<string, Tenant>();

  constructor(homeTenantId: string, people: readonly Person[]) {
    for (const alias of ['organizations', 'common']) {
      this.bySegment.set(alias, { segment: alias, issuerSegment: ISSUER_TEMPLATE, admits: () => true });
    }
    for (const tenantId of new Set([homeTenantId, ...people.map(({ tid }) => tid)])) {
      const tenant = newTenant(tenantId);
      for (const name of [tenantId, ...verifiedDomains(people, tenantId).flatMap(withInitialDomain)]) {
        this.add(name, tenant);
      }
    }
  }

  private add(name: string, tenant: Tenant): void {
    const segment = name.toLowerCase();
    if (!this.bySegment.has(segment)) this.bySegment.set(segment, tenant);
  }

  /** @throws EntraError 90002 */
  get(segment: string): Tenant {
    const tenant = this.bySegment.get(segment.toLowerCase());
    if (!tenant) throw tenantNotFound(segment);
    return tenant;
  }
}

function newTenant(tenantId: string): Tenant {
  return {
    segment: tenantId,
    tenantId,
    issuerSegment: tenantId,
    admits: (person) => person.tid === tenantId,
  };
}

/** The domain itself, and one such as every directory has from the beginning. */
function withInitialDomain(domain: string): string[] {
  return [domain, `${domain.split('.', 1)[0]}.onmicrosoft.com`];
}

/**
 * The issuer of tokens for people of this tenant.
 *
 * @param tenantSegment - a GUID for tokens; a document may have the template
 */
export function issuerOf({ origin, cloud }: { origin: string; cloud: Cloud }, tenantSegment: string): string {
  return `${cloud.issuerBase?.(tenantSegment) ?? `${origin}/${tenantSegment}`}/v2.0`;
}

/** The issuer of access tokens of version 1. */
export function v1IssuerOf(origin: string, tenantId: string): string {
  return `${origin}/${tenantId}/`;
}
