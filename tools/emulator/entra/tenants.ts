import type { Person } from '../people.js';
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

/** The tenants that exist: the emulator's own and the home of everybody in the directory. */
export class Tenants {
  private readonly bySegment = new Map<string, Tenant>();

  constructor(tenantIds: Iterable<string>) {
    for (const alias of ['organizations', 'common']) {
      this.bySegment.set(alias, { segment: alias, issuerSegment: ISSUER_TEMPLATE, admits: () => true });
    }
    for (const tenantId of tenantIds) {
      this.bySegment.set(tenantId.toLowerCase(), {
        segment: tenantId,
        tenantId,
        issuerSegment: tenantId,
        admits: (person) => person.tid === tenantId,
      });
    }
  }

  /** @throws EntraError 90002 */
  get(segment: string): Tenant {
    const tenant = this.bySegment.get(segment.toLowerCase());
    if (!tenant) throw tenantNotFound(segment);
    return tenant;
  }
}

/** Always concrete: the issuer of tokens for people of this tenant. */
export function issuerOf(origin: string, tenantSegment: string): string {
  return `${origin}/${tenantSegment}/v2.0`;
}

/** The issuer of access tokens of version 1. */
export function v1IssuerOf(origin: string, tenantId: string): string {
  return `${origin}/${tenantId}/`;
}
