import type { Redis } from 'ioredis';
import type { Clock } from '../../common/clock.js';
import { decodeRecord, HEAD_BYTES } from './redis-value.js';

/** Keys of one round. Redis is never blocked for longer than that takes: about a millisecond. */
const PAGE = 1000;

/**
 * Counts the living records of a node whose keys begin like this, page by page. One that moves while Redis resizes its table
 * may be counted twice.
 */
export async function countRecords(node: Redis, prefix: string, clock: Clock): Promise<number> {
  const match = `${prefix.replace(/[*?[\]\\]/g, '\\$&')}*`;
  let count = 0;
  for await (const keys of node.scanBufferStream({ match, count: PAGE, type: 'string' })) {
    const heads = await Promise.all((keys as Buffer[]).map((key) => node.getrangeBuffer(key, 0, HEAD_BYTES - 1)));
    const records = heads.flatMap((head) => decodeRecord(head) ?? []);
    count += records.filter(({ expiresAtMs }) => expiresAtMs > clock.now()).length;
  }
  return count;
}
