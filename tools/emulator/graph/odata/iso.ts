/** A time as Graph writes it: UTC, without the fraction of a second that it does not have. */
export function iso(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
