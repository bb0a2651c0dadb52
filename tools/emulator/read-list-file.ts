import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { UsageError } from '../command-line/usage-error.js';
import { problemsWith } from './options-schema.js';

/**
 * A list from a JSON file.
 *
 * @param schema - of the list
 * @throws UsageError that names the file, and each place in it where something is wrong
 */
export function readListFile<T>(file: string, schema: z.ZodType): T[] {
  const value = parse(file);
  const problems = problemsWith(schema, value);
  if (problems !== undefined) throw new UsageError(problems.replaceAll(/^/gm, `${file}: `));
  return value as T[];
}

function parse(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} can't be read: ${(error as NodeJS.ErrnoException).code}`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is no JSON: ${(error as Error).message}`);
  }
}
