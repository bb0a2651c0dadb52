import { randomUUID } from 'node:crypto';

/** Delegated permissions that a client was given at one API (`oauth2PermissionGrants`). */
export interface PermissionGrant {
  readonly id: string;
  readonly tenantId: string;
  /** Client id of the application that may act. */
  readonly clientId: string;
  /** Client id of the API. */
  readonly resourceId: string;
  /** The object id of the person who consented; `null`: an administrator did, for everybody of the tenant. */
  readonly principalId: string | null;
  scopes: readonly string[];
}

/** Whose consent is looked at: a client, an API and a person. */
export interface ConsentKey {
  readonly clientId: string;
  readonly resourceId: string;
  readonly person: { readonly oid: string; readonly tid: string };
}

/** What people and administrators have let applications do, for as long as the emulator runs. */
export class Consents {
  private readonly byId = new Map<string, PermissionGrant>();

  get all(): readonly PermissionGrant[] {
    return [...this.byId.values()];
  }

  find(id: string): PermissionGrant | undefined {
    return this.byId.get(id);
  }

  remove(id: string): void {
    this.byId.delete(id);
  }

  clear(): void {
    this.byId.clear();
  }

  /** Everything consented to so far: by this person, and for everybody. */
  of({ clientId, resourceId, person }: ConsentKey): string[] {
    const grants = this.all.filter(
      (grant) =>
        grant.clientId === clientId &&
        grant.resourceId === resourceId &&
        grant.tenantId === person.tid &&
        (grant.principalId === null || grant.principalId === person.oid),
    );
    return union(grants.flatMap(({ scopes }) => scopes));
  }

  /** Permissions are compared without regard to case, as at Entra. */
  cover(key: ConsentKey, scopes: Iterable<string>): boolean {
    const given = new Set(this.of(key).map((scope) => scope.toLowerCase()));
    return [...scopes].every((scope) => given.has(scope.toLowerCase()));
  }

  /** Adds to the grant of this client, API and person (or of everybody), or makes it. */
  grant(given: Omit<PermissionGrant, 'id'>): PermissionGrant {
    const same = this.all.find(
      (grant) =>
        grant.tenantId === given.tenantId &&
        grant.clientId === given.clientId &&
        grant.resourceId === given.resourceId &&
        grant.principalId === given.principalId,
    );
    if (same) {
      same.scopes = union([...same.scopes, ...given.scopes]);
      return same;
    }
    const grant: PermissionGrant = { ...given, id: randomUUID(), scopes: union(given.scopes) };
    this.byId.set(grant.id, grant);
    return grant;
  }
}

/** Each once, in the spelling that came first. */
function union(scopes: readonly string[]): string[] {
  const bySpelling = new Map<string, string>();
  for (const scope of scopes) {
    if (!bySpelling.has(scope.toLowerCase())) bySpelling.set(scope.toLowerCase(), scope);
  }
  return [...bySpelling.values()];
}
