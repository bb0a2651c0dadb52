import type { Emulator, RecordedRequest } from '../emulator/index.js';

/** What the emulator is asked from now on. It forgets its oldest requests, so a position in its list says nothing. */
export function requestsSince(emulator: Emulator): () => RecordedRequest[] {
  const before = new Set(emulator.requests);
  return () => emulator.requests.filter((request) => !before.has(request));
}
