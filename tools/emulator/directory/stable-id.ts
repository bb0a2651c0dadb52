import { createHash } from 'node:crypto';

/** A GUID that is always the same for the same names, so that a test can tell whose it is from one run to the next. */
export function stableId(...names: readonly string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(names)).digest('hex');
  // Version 8 (RFC 9562): made as its maker likes.
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
