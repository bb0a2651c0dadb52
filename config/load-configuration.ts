import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { ConfigurationError } from './configuration-error.js';
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
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(directory, '.env'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  if (bytes.includes(0)) {
    throw new ConfigurationError([
      {
        name: '.env',
        message:
          'is saved as UTF-16: save it as UTF-8 (in the dialog of an editor, or with Set-Content -Encoding utf8 in PowerShell)',
      },
    ]);
  }
  return parse(bytes.toString('utf8'));
}
