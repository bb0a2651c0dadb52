import { connect } from 'node:net';
import { once } from 'node:events';
import type { LocalRedis } from '../../tools/redis-server/local-redis.js';

/** One key as whoever has all of Redis sees it. */
export interface StoredKey {
  key: string;
  /** -1 for a key without an end. */
  ttlMs: number;
  value: Buffer;
  /** What a backup holds of it. */
  dump: Buffer;
}

/** All keys of all databases that are in use, which is the first alone. */
export async function readEverything(redis: LocalRedis): Promise<StoredKey[]> {
  const keyspace = String(await redis.command('INFO', 'keyspace'));
  if (/^db[1-9]/m.test(keyspace)) throw new Error('there are keys in another database');
  const keys = ((await redis.command('KEYS', '*')) as Buffer[]).map(String);
  const stored: StoredKey[] = [];
  for (const key of keys) {
    const value = await contentOf(redis, key);
    const dump = (await redis.command('DUMP', key)) as Buffer;
    const ttlMs = Number(await redis.command('PTTL', key));
    stored.push({ key, ttlMs, value, dump });
  }
  return stored;
}

/** A record's bytes, or an index's members and ends. */
async function contentOf(redis: LocalRedis, key: string): Promise<Buffer> {
  const type = String(await redis.command('TYPE', key));
  if (type === 'string') return (await redis.command('GET', key)) as Buffer;
  if (type !== 'zset') throw new Error(`${key} is a ${type}`);
  return Buffer.from(String(await redis.command('ZRANGE', key, '0', '-1', 'WITHSCORES')));
}

/** Everything that clients send from now on, as MONITOR has it, arguments as the bytes that they were. */
export async function watchCommands(redis: LocalRedis): Promise<{ seen: () => Buffer; stop: () => void }> {
  const socket = connect(redis.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write('MONITOR\r\n');
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk) => (text += String(chunk)));
  while (!text.startsWith('+OK')) await once(socket, 'data');
  return { seen: () => unescape(text), stop: () => socket.destroy() };
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', a: '\u0007', b: '\b' };

function unescape(text: string): Buffer {
  const plain = text.replace(/\\(?:x([0-9a-f]{2})|(.))/g, (_all, hex: string | undefined, letter: string) =>
    hex === undefined ? (ESCAPES[letter] ?? letter) : String.fromCharCode(parseInt(hex, 16)),
  );
  return Buffer.from(plain, 'latin1');
}
