import { randomUUID } from 'node:crypto';
import { guidFrom } from '../guid.js';
import type { AppRegistration } from './registrations.js';

/** A role given to a person, a group or another service principal (`appRoleAssignedTo`). */
export interface AppRoleAssignment {
  readonly id: string;
  /** Object id of who has the role. */
  readonly principalId: string;
  /** All zeros: assigned, without a role. */
  readonly appRoleId: string;
  readonly createdAtMs: number;
}

/** What stands for an app registration in one tenant: the enterprise application. */
export interface ServicePrincipal {
  /** Its object id: `oid` and `sub` of the app's own tokens. */
  readonly objectId: string;
  readonly clientId: string;
  readonly tenantId: string;
  readonly createdAtMs: number;
  accountEnabled: boolean;
  /** Whether only who is assigned may come in (AADSTS50105). */
  appRoleAssignmentRequired: boolean;
  /** Who has which of its roles. */
  assignments: readonly AppRoleAssignment[];
}

/** The role of an assignment without one. */
export const NO_ROLE = '00000000-0000-0000-0000-000000000000';

/** The service principals of all tenants. */
export class ServicePrincipals {
  private readonly byObjectId = new Map<string, ServicePrincipal>();

  constructor(private readonly now: () => number) {}

  get all(): readonly ServicePrincipal[] {
    return [...this.byObjectId.values()];
  }

  byId(objectId: string): ServicePrincipal | undefined {
    return this.byObjectId.get(objectId.toLowerCase());
  }

  of(clientId: string, tenantId: string): ServicePrincipal | undefined {
    return this.byId(principalId(clientId, tenantId));
  }

  /** The one that is there, or a new one: as when somebody first consents to the app in this tenant. */
  ensure({ clientId }: Pick<AppRegistration, 'clientId'>, tenantId: string): ServicePrincipal {
    const present = this.of(clientId, tenantId);
    if (present) return present;
    const created: ServicePrincipal = {
      objectId: principalId(clientId, tenantId),
      clientId,
      tenantId,
      createdAtMs: this.now(),
      accountEnabled: true,
      appRoleAssignmentRequired: false,
      assignments: [],
    };
    this.byObjectId.set(created.objectId, created);
    return created;
  }

  remove(principal: ServicePrincipal): void {
    this.byObjectId.delete(principal.objectId);
  }

  /** Idempotent. */
  assign(principal: ServicePrincipal, who: string, appRoleId: string): AppRoleAssignment {
    const same = principal.assignments.find((each) => each.principalId === who && each.appRoleId === appRoleId);
    if (same) return same;
    const assignment = { id: randomUUID(), principalId: who, appRoleId, createdAtMs: this.now() };
    principal.assignments = [...principal.assignments, assignment];
    return assignment;
  }
}

function principalId(clientId: string, tenantId: string): string {
  return guidFrom(`service principal|${clientId.toLowerCase()}|${tenantId.toLowerCase()}`);
}
