import { UsageError } from './usage-error.js';

/** An option of a tool: how the help shows it, and what is made of what was given. */
export interface Option<T> {
  /** Stands for its value in the help, such as `<number>`. A flag has none. */
  readonly placeholder?: string;
  /** For the help; more lines are indented as the first is. */
  readonly about: string;
  /**
   * @param given - the values that it was given, in their order; none when it is absent
   * @param name - of the option
   * @throws UsageError
   */
  readonly read: (given: readonly string[], name: string) => T;
}

/** What a value has to be. */
export interface Format<T> {
  /** Goes on where "--name takes" ends. */
  readonly wanted: string;
  /** Undefined for what is none. */
  readonly read: (text: string) => T | undefined;
}

/** One that has no value: true when it is given. */
export function flag(about: string): Option<boolean> {
  return { about, read: (given) => given.length > 0 };
}

/**
 * One that has a value; of several the last one counts.
 * @param fallback - its value when it is absent, which the help tells
 */
export function value<T, F extends T | undefined = undefined>(
  placeholder: string,
  about: string,
  format: Format<T>,
  fallback?: F,
): Option<T | F> {
  const { read, ...shown } = repeated(placeholder, about, format, fallback === undefined ? [] : [fallback as T]);
  return { ...shown, read: (given, name) => read(given, name).at(-1) ?? (fallback as F) };
}

/**
 * One that may be given several times.
 * @param fallback - its values when it is absent, which the help tells
 */
export function repeated<T>(
  placeholder: string,
  about: string,
  format: Format<T>,
  fallback: readonly T[],
): Option<readonly T[]> {
  const told = fallback.join(', ');
  return {
    placeholder,
    about: told === '' ? about : `${about}${fallback.length > 1 ? '\n' : ' '}(default ${told})`,
    read: (given, name) => (given.length === 0 ? fallback : given.map((text) => readAs(format, text, name))),
  };
}

function readAs<T>(format: Format<T>, text: string, name: string): T {
  const read = format.read(text);
  if (read === undefined) throw new UsageError(`--${name} takes ${format.wanted}`);
  return read;
}

export const anyText: Format<string> = { wanted: 'a text', read: (text) => text };

export const someText: Format<string> = {
  wanted: 'a text that is not empty',
  read: (text) => (text === '' ? undefined : text),
};

export const httpAddress: Format<string> = {
  wanted: 'an http or https address',
  read: (text) => (/^https?:$/.test(URL.canParse(text) ? new URL(text).protocol : '') ? text : undefined),
};

/** @param whose - which id this is, for who has to find it */
export function guid(whose: string): Format<string> {
  const form = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
  return {
    wanted: `${whose}, a GUID`,
    read: (text) => (form.test(text.toLowerCase()) ? text.toLowerCase() : undefined),
  };
}

export function wholeNumber(from: number, to: number): Format<number> {
  return {
    wanted: `a number from ${from} to ${to}`,
    read: (text) => (/^\d+$/.test(text) && Number(text) >= from && Number(text) <= to ? Number(text) : undefined),
  };
}
