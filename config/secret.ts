import { inspect } from 'node:util';

const REDACTED = '[secret]';

/**
 * A string that must reach no log, page, error or commit: client secrets, tokens, codes, verifiers, session ids.
 * Printing it in any form gives `[secret]`; only `reveal()` gives the value, so that every use can be found by name.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}
