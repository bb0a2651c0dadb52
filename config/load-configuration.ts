import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { type Configuration, createConfiguration } from './configuration.js';

/**
 * Reads `.env` in `directory` (the working directory by default) and `env`; a real variable wins unless it is empty.
 * Changes nothing in `process.env`.
 * @throws ConfigurationError with every problem
 */
export function loadConfiguration(
  env: Readonly<Record<string, string | undefined>> = process.env,
  directory: string = process.cwd(),
): Configuration {
  const set = Object.entries(env).filter(([, value]) => value?.trim());
  return createConfiguration({ ...readDotenv(directory), ...Object.fromEntries(set) });
}

function readDotenv(directory: string): Record<string, string> {
  try {
    return parse(readFileSync(join(directory, '.env'), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
