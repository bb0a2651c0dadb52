import type { Clock } from '../../common/clock.js';
import type { RedisConnection } from './redis-connection.js';
import { toRedisError } from './redis-error.js';
import type { Send } from './redis-link.js';
import { decodeRecord, HEAD_BYTES } from './redis-value.js';

/** Keys of one round. Redis is never blocked for longer than that takes: about a millisecond. */
const PAGE = '1000';

/**
 * Counts the living records whose keys begin like this, on all nodes, page by page. One that moves while Redis resizes
 * its table may be counted twice.
 */
export async function countRecords(connection: RedisConnection, prefix: string, clock: Clock): Promise<number> {
  const nodes = await connection.read((link) => link.nodes());
  let count = 0;
  for (const send of nodes) {
    let cursor = '0';
    do {
      const page = await connection.read(() => nextPage(send, cursor, prefix));
      cursor = page.cursor;
      const living = page.records.filter((record) => record.expiresAtMs > clock.now());
      count += living.length;
    } while (cursor !== '0');
  }
  return count;
}

async function nextPage(send: Send, cursor: string, prefix: string) {
  const pattern = `${prefix.replace(/[*?[\]\\]/g, '\\$&')}*`;
  const command = ['SCAN', cursor, 'MATCH', pattern, 'COUNT', PAGE];
  const [next, keys] = (await send(command)) as [Buffer, Buffer[]];
  const heads = await Promise.all(keys.map((key) => headOf(send, key)));
  const records = heads.flatMap((head) => decodeRecord(head) ?? []);
  return { cursor: next.toString(), records };
}

async function headOf(send: Send, key: Buffer): Promise<Buffer> {
  try {
    return (await send(['GETRANGE', key, '0', String(HEAD_BYTES - 1)])) as Buffer;
  } catch (error) {
    if (toRedisError(error).code !== 'WRONGTYPE') throw error;
    return Buffer.alloc(0);
  }
}
