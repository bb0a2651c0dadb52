const INDEX = 3;
const END_BYTES = 6;
const HEAD_BYTES = END_BYTES + 2;

/**
 * The members of an index that end after `nowMs`. An index lies in Redis as one string: its form (1 byte), then for each
 * member its end in milliseconds since the epoch (6), the length of its name (2), big endian, and its name. A sorted set
 * would take four times as much: Redis keeps only those small whose members have 64 bytes at most.
 */
export function livingMembers(index: Buffer, nowMs: number): string[] {
  const members: string[] = [];
  if (index[0] !== INDEX) return members;
  for (let at = 1; at < index.length;) {
    const ends = index.readUIntBE(at, END_BYTES);
    const nameAt = at + HEAD_BYTES;
    const next = nameAt + index.readUInt16BE(at + END_BYTES);
    if (ends > nowMs) members.push(index.toString('utf8', nameAt, next));
    at = next;
  }
  return members;
}
