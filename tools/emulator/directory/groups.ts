import { guidFrom } from '../guid.js';
import type { Person } from '../people.js';

/** A group as an option defines it. A group that people merely name is a security group within no other. */
export interface GroupDefinition {
  /** Unique among the groups. */
  readonly displayName: string;
  readonly description?: string;
  /** Default `true`. */
  readonly securityEnabled?: boolean;
  /** Default `false`. */
  readonly mailEnabled?: boolean;
  /** Names of the groups that it is in. Default: none. */
  readonly memberOf?: readonly string[];
}

export interface Group extends Required<Omit<GroupDefinition, 'description'>> {
  /** Always the same for the same name. */
  readonly id: string;
  readonly description: string | null;
}

/** The groups of the directory, and who is in them. */
export class Groups {
  private readonly byName = new Map<string, Group>();

  /** @param people - the groups that they name exist, defined or not */
  constructor(people: readonly Person[], definitions: readonly GroupDefinition[] = []) {
    for (const definition of definitions) this.add(definition);
    const named = [
      ...people.flatMap(({ groups = [] }) => groups),
      ...definitions.flatMap(({ memberOf = [] }) => memberOf),
    ];
    for (const displayName of named) if (!this.byName.has(displayName)) this.add({ displayName });
  }

  get(id: string): Group | undefined {
    return [...this.byName.values()].find((group) => group.id === id.toLowerCase());
  }

  /** Those that somebody is in by name. */
  of(person: Person): Group[] {
    return this.named(person.groups ?? []);
  }

  /** Those, and the groups that they are in in turn: what `groups` in tokens is about. */
  transitivelyOf(person: Person): Group[] {
    const found = new Set(this.of(person));
    // A Set that grows while it is walked is walked to its end, and a circle adds nothing new.
    for (const group of found) for (const outer of this.named(group.memberOf)) found.add(outer);
    return [...found];
  }

  private named(names: readonly string[]): Group[] {
    return names.flatMap((name) => this.byName.get(name) ?? []);
  }

  private add(definition: GroupDefinition): void {
    this.byName.set(definition.displayName, {
      securityEnabled: true,
      mailEnabled: false,
      memberOf: [],
      description: null,
      ...definition,
      id: guidFrom(`group|${definition.displayName}`),
    });
  }
}
