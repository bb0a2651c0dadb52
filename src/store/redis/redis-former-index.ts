const FORM = 3;
const END_BYTES = 6;
const HEAD_BYTES = END_BYTES + 2;

/**
 * The members that end after `nowMs` of an index as version 1 kept it: one string, its form (1 byte), then for each member
 * its end in milliseconds since the epoch (6), the length of its name (2), big endian, and its name. What is cut short ends
 * where it is cut.
 * @TODO remove it, with `RecordStore.readFormerIndex`, in a version that follows no deployment of version 1 within a day.
 */
export function formerMembers(index: Buffer, nowMs: number): string[] {
  const members: string[] = [];
  if (index[0] !== FORM) return members;
  for (let at = 1; at + HEAD_BYTES <= index.length;) {
    const ends = index.readUIntBE(at, END_BYTES);
    const nameAt = at + HEAD_BYTES;
    const next = nameAt + index.readUInt16BE(at + END_BYTES);
    if (ends > nowMs && next <= index.length) members.push(index.toString('utf8', nameAt, next));
    at = next;
  }
  return members;
}
