import type { Logger } from 'pino';
import { createLogger } from '../../src/common/logging/logger.js';

/** The service's own logger at level trace, with what it wrote. */
export interface RecordedLog {
  logger: Logger;
  /** Everything as it was written. */
  text: () => string;
  /** The same, line by line. */
  written: readonly string[];
  /** The same, line by line as the objects that they are. */
  lines: () => Record<string, unknown>[];
}

export function recordLog(level = 'trace'): RecordedLog {
  const written: string[] = [];
  return {
    logger: createLogger(level, { write: (line) => void written.push(line) }),
    text: () => written.join(''),
    written,
    lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}
