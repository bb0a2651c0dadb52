import { CookieJar } from 'tough-cookie';
import type { Person } from '../../emulator/index.js';
import { manyPeople } from '../stage/many-people.js';

/** Somebody with two browsers' worth of cookies: Entra knows them, the service may. */
export interface Visitor {
  readonly person: Person;
  /** What Entra remembers them by, whichever service they come from. */
  readonly atAuthority: CookieJar;
}

/** Everybody comes round again, so that nobody gathers more sessions than others. */
export class Crowd {
  readonly #visitors: readonly Visitor[];
  #next = 0;

  constructor(people: number) {
    this.#visitors = manyPeople(people).map((person) => ({ person, atAuthority: new CookieJar() }));
  }

  /** The next so many. */
  take(count: number): Visitor[] {
    return Array.from({ length: count }, () => {
      const visitor = this.#visitors[this.#next % this.#visitors.length] as Visitor;
      this.#next += 1;
      return visitor;
    });
  }
}
