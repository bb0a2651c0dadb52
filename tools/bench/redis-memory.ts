import { randomBytes, randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { createConfiguration } from '../../config/configuration.js';
import { Secret } from '../../config/secret.js';
import { systemClock } from '../../src/common/clock.js';
import { createSessions } from '../../src/session/create-sessions.js';
import { createRecordStore } from '../../src/store/create-record-store.js';
import { SealedRecords } from '../../src/store/sealed-records.js';
import { encodeTokenRecord } from '../../src/tokens/token-record.js';
import { LocalRedis } from '../redis-server/local-redis.js';

export interface RedisMemoryOptions {
  sessions: number;
  /** Of one access token, in bytes. */
  accessTokenBytes: number;
  /** Of the refresh token, in bytes. */
  refreshTokenBytes: number;
}

export interface RedisMemory {
  sessions: number;
  /** What `used_memory` grew by, for each session: everything included, Redis' own tables, too. */
  bytesPerSession: number;
  /** What MEMORY USAGE says of the keys of each kind, for each session. */
  bytesByKind: Record<string, number>;
}

const AT_ONCE = 20;
/** Keys of each kind that are asked for their size. */
const SAMPLES = 200;
const WARM_UP = 200;

/** Signs people in, as far as Redis sees of it, in a Redis of its own, and looks how much that takes. */
export async function measureRedisMemory(options: RedisMemoryOptions): Promise<RedisMemory> {
  const redis = await LocalRedis.start();
  try {
    const service = openService(redis.url);
    try {
      // Connections, scripts and buffers are there before anything is counted.
      await signIn(service, WARM_UP, options);
      await redis.command('FLUSHALL');
      const before = await redis.info('used_memory');
      await signIn(service, options.sessions, options);
      const grownBy = (await redis.info('used_memory')) - before;
      return {
        sessions: options.sessions,
        bytesPerSession: Math.round(grownBy / options.sessions),
        bytesByKind: await sizesByKind(redis, options.sessions),
      };
    } finally {
      await service.close();
    }
  } finally {
    await redis.close();
  }
}

/** The parts of the service that write to the store when somebody signs in. */
function openService(redisUrl: string) {
  const configuration = createConfiguration({
    TENANT_ID: randomUUID(),
    CLIENT_ID: randomUUID(),
    CLIENT_SECRET: 'unused',
    SESSION_SECRET: randomUUID(),
    REDIS_URL: redisUrl,
  });
  const log = pino({ level: 'silent' });
  const store = createRecordStore(configuration, systemClock, log);
  return {
    tenantId: configuration.entra.tenantId,
    sessions: createSessions(configuration, systemClock, log, store),
    records: new SealedRecords(store, log),
    close: () => store.close(),
  };
}

async function signIn(
  service: ReturnType<typeof openService>,
  people: number,
  options: RedisMemoryOptions,
): Promise<void> {
  for (let done = 0; done < people; done += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, people - done) }, () => signInOne(service, options));
    await Promise.all(batch);
  }
}

/** Everybody has one browser, and an ID token with `sid` and `login_hint`. */
async function signInOne(
  { sessions, records, tenantId }: ReturnType<typeof openService>,
  { accessTokenBytes, refreshTokenBytes }: RedisMemoryOptions,
): Promise<void> {
  const user = {
    id: randomUUID(),
    tenantId,
    name: 'Adele Vance-Featherstonehaugh',
    username: 'adele.vance-featherstonehaugh@contoso.onmicrosoft.com',
    roles: [],
  };
  const session = sessions.prepare(user, randomUUID());
  const tokens = encodeTokenRecord({
    accessTokens: [
      {
        scopes: ['openid', 'profile', 'user.read', 'email'],
        token: madeUp(accessTokenBytes),
        expiresAtMs: Date.now() + 4_000_000,
      },
    ],
    refreshToken: madeUp(refreshTokenBytes),
    loginHint: madeUp(120).reveal(),
    failures: [],
  });
  await records.write('tokens', session.id, tokens, session.idleExpiresAtMs);
  await sessions.begin(session);
}

function madeUp(bytes: number): Secret {
  return new Secret(randomBytes(bytes).toString('base64url').slice(0, bytes));
}

async function sizesByKind(redis: LocalRedis, sessions: number): Promise<Record<string, number>> {
  const keys = ((await redis.command('KEYS', '*')) as Buffer[]).map(String);
  const kindOf = (key: string) => key.split(':')[0] ?? '';
  const sizes: Record<string, number> = {};
  for (const kind of [...new Set(keys.map(kindOf))].sort()) {
    const ofKind = keys.filter((key) => kindOf(key) === kind);
    const sample = ofKind.slice(0, SAMPLES);
    let bytes = 0;
    for (const key of sample) bytes += Number(await redis.command('MEMORY', 'USAGE', key, 'SAMPLES', '0'));
    sizes[kind] = Math.round((bytes / sample.length) * (ofKind.length / sessions));
  }
  return sizes;
}

/** For people. */
export function renderRedisMemory({ sessions, bytesPerSession, bytesByKind }: RedisMemory): string {
  const kinds = Object.entries(bytesByKind).map(([kind, bytes]) => `  ${kind.padEnd(10)}${bytes} bytes`);
  const gigabytes = ((bytesPerSession * 1_000_000) / 1024 ** 3).toFixed(1);
  return [
    `${sessions} people signed in: ${bytesPerSession} bytes each in Redis, of which`,
    ...kinds,
    `A million would take ${gigabytes} GiB.`,
  ].join('\n');
}
