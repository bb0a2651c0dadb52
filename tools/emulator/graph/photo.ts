import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

const SIZE = 96;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Eight bits a channel, red-green-blue, no interlacing. */
const TRUE_COLOUR = [8, 2, 0, 0, 0];

/** A PNG picture that is always the same for the same person: a pattern of five by five squares. */
export function photoOf(oid: string): Buffer {
  const digest = createHash('sha256').update(oid).digest();
  const foreground = digest.subarray(0, 3);
  const background = Buffer.from([0xf0, 0xf0, 0xf0]);
  const rows = Array.from({ length: SIZE }, (_row, y) =>
    Buffer.concat([
      Buffer.from([0]),
      ...Array.from({ length: SIZE }, (_pixel, x) => (isSet(digest, x, y) ? foreground : background)),
    ]),
  );
  const header = Buffer.alloc(8);
  header.writeUInt32BE(SIZE, 0);
  header.writeUInt32BE(SIZE, 4);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', Buffer.concat([header, Buffer.from(TRUE_COLOUR)])),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function isSet(digest: Buffer, x: number, y: number): boolean {
  const column = Math.floor((x * 5) / SIZE);
  const row = Math.floor((y * 5) / SIZE);
  // The right half mirrors the left one.
  const byte = digest[3 + row * 3 + Math.min(column, 4 - column)] ?? 0;
  return byte % 2 === 1;
}

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'ascii'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, checksum]);
}
