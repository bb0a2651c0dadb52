import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['redis-server', 'valkey-server'];

/** What to tell somebody who has neither. */
export const HOW_TO_INSTALL =
  'install redis-server or valkey-server (Debian, Ubuntu: apt-get install redis-server; macOS: brew install redis)';

/** The path of the redis-server or valkey-server of this machine, or undefined when PATH has neither. */
export function findRedisServer(path: string = process.env['PATH'] ?? ''): string | undefined {
  const candidates = NAMES.flatMap((name) => path.split(delimiter).map((folder) => join(folder, name)));
  return candidates.find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
