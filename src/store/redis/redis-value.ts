import type { StoredRecord } from '../record-store.js';

/**
 * How a record lies in Redis, as one string: its form (1 byte), version (4) and end in milliseconds since the epoch
 * (6), big endian, then the value. Sealed values are base64url, which is kept as the bytes that it stands for: a
 * quarter less. The scripts read this head, too.
 */
export const HEAD_BYTES = 11;

const TEXT = 1;
const BASE64URL = 2;

export function encodeRecord(value: string, version: number, expiresAtMs: number): Buffer {
  const bytes = Buffer.from(value, 'base64url');
  // Decoding skips what is not base64url, so only what comes back whole may be kept so.
  const packed = bytes.toString('base64url') === value;
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt8(packed ? BASE64URL : TEXT);
  head.writeUInt32BE(version >>> 0, 1);
  head.writeUIntBE(expiresAtMs, 5, 6);
  return Buffer.concat([head, packed ? bytes : Buffer.from(value)]);
}

/** The record, or undefined for what is none of ours. */
export function decodeRecord(bytes: Buffer): StoredRecord | undefined {
  const form = bytes[0];
  if (bytes.length < HEAD_BYTES || (form !== TEXT && form !== BASE64URL)) return undefined;
  return {
    value: bytes.toString(form === TEXT ? 'utf8' : 'base64url', HEAD_BYTES),
    version: bytes.readUInt32BE(1),
    expiresAtMs: bytes.readUIntBE(5, 6),
  };
}
