/** What each person has let the application do, for as long as the emulator runs. */
export class Consents {
  private readonly byPerson = new Map<string, Set<string>>();

  /** Everything consented to so far. */
  of(oid: string): ReadonlySet<string> {
    return this.byPerson.get(oid) ?? new Set();
  }

  cover(oid: string, scopes: Iterable<string>): boolean {
    const given = this.of(oid);
    return [...scopes].every((scope) => given.has(scope));
  }

  add(oid: string, scopes: Iterable<string>): void {
    this.byPerson.set(oid, new Set([...this.of(oid), ...scopes]));
  }
}
