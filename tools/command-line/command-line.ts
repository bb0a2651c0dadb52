import { parseArgs } from 'node:util';
import { flag, type Option } from './options.js';
import { UsageError } from './usage-error.js';

type Options = Readonly<Record<string, Option<unknown>>>;
type ValuesOf<O extends Options> = { readonly [Name in keyof O]: O[Name] extends Option<infer T> ? T : never };

/** What a tool understands. */
export interface Declaration<O extends Options, C extends string | undefined, T extends object> {
  /** How it is called; each is a line of the help. */
  readonly usage: readonly string[];
  /** What it does, for the help. */
  readonly about: string;
  /** The words of which one comes first; with undefined among them there may be none. Default: there is none. */
  readonly commands?: readonly C[];
  /** By name, without `--help`, which every tool has. */
  readonly options: O;
  /** What its own exit codes say: goes on where "Exits … when" ends. */
  readonly exits?: Readonly<Record<number, string>>;
  /** The exit code when the options make no sense. Default 2. */
  readonly usageExit?: number;
  /**
   * Makes what the tool works with.
   * @throws UsageError when the options do not go together
   */
  readonly make: (values: ValuesOf<O>, command: C) => T;
}

/** The command line of a tool. */
export interface CommandLine<T extends object> {
  /** What `--help` shows. */
  readonly help: string;
  readonly usageExit: number;
  /**
   * @returns undefined when help is asked for
   * @throws UsageError
   */
  readonly parse: (args: readonly string[]) => T | undefined;
}

/** The command line that a tool declares. */
export function commandLine<O extends Options, T extends object, const C extends string | undefined = undefined>(
  declaration: Declaration<O, C, T>,
): CommandLine<T> {
  const { commands = [undefined as C], usageExit = 2, make } = declaration;
  const options = { ...declaration.options, help: flag('this text') };
  return {
    help: helpOf(declaration, options, usageExit),
    usageExit,
    parse: (args) => {
      const { values: given, positionals } = parse(args, options);
      if (given['help'] !== undefined) return undefined;
      const values = mapValues(declaration.options, (option, name) =>
        option.read((given[name] ?? []).map(String), name),
      );
      return make(values as ValuesOf<O>, commandOf(commands, positionals));
    },
  };
}

function parse(args: readonly string[], options: Options) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: mapValues(options, ({ placeholder }) => ({
        type: placeholder === undefined ? 'boolean' : 'string',
        multiple: true as const,
      })),
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function commandOf<C extends string | undefined>(commands: readonly C[], words: readonly string[]): C {
  const known = commands.filter((command) => command !== undefined);
  const odd = words.slice(known.length > 0 ? 1 : 0);
  if (odd.length > 0) throw new UsageError(`what is '${odd.join(' ')}'?`);
  const command = commands.find((candidate) => candidate === words[0]);
  if (command === undefined && !commands.includes(words[0] as C)) {
    throw new UsageError(`the command is ${known.join(' or ')}`);
  }
  return command as C;
}

function helpOf(
  { usage, about, exits }: Pick<Declaration<Options, undefined, object>, 'usage' | 'about' | 'exits'>,
  options: Options,
  usageExit: number,
): string {
  const terms = Object.entries(options).map(
    ([name, { placeholder, about }]) => [['--' + name, placeholder].filter(Boolean).join(' '), about] as const,
  );
  const width = Math.max(...terms.map(([term]) => term.length));
  const indent = `\n${' '.repeat(width + 4)}`;
  const codes = Object.entries({ ...exits, [usageExit]: 'the options make no sense' });
  return [
    usage.map((line, index) => `${index === 0 ? 'Usage:' : '      '} ${line}`).join('\n'),
    about,
    terms.map(([term, about]) => `  ${term.padEnd(width)}  ${about.replaceAll('\n', indent)}`).join('\n'),
    `Exits ${codes.map(([code, meaning]) => `${code} when ${meaning}`).join(', ')}.`,
  ].join('\n\n');
}

function mapValues<V, W>(record: Readonly<Record<string, V>>, map: (value: V, name: string) => W): Record<string, W> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value, name)]));
}
