import type { Configuration } from './configuration.js';

/** The configuration as plain data for a log line or a screen: every secret reads `[secret]`. */
export function printConfiguration(configuration: Configuration): Record<string, unknown> {
  return JSON.parse(JSON.stringify(configuration)) as Record<string, unknown>;
}
