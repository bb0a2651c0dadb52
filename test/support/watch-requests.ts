import type { Emulator, RecordedRequest } from '../../tools/emulator/index.js';

/** Follows what the emulator is asked from now on; the emulator itself remembers the last 200 requests only. */
export function watchRequests({ requests }: Emulator): () => RecordedRequest[] {
  const last = requests.at(-1);
  return () => requests.slice(last === undefined ? 0 : requests.indexOf(last) + 1);
}
