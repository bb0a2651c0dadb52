import { setTimeout as pause } from 'node:timers/promises';
import { THIS_SERVICE } from '../comparison/rows.js';
import { Client } from '../load/client.js';
import { Crowd } from '../load/crowd.js';
import type { Machine } from '../stage/machine.js';
import { MeasuredServer } from '../stage/measured-server.js';
import type { Usage } from '../stage/meter.js';
import { Stage } from '../stage/stage.js';
import { growthOf } from './growth.js';
import { passersBy, resident, type Scene } from './people.js';
import { Tally, type Unexplained } from './tally.js';

const PEOPLE = 200;
const RESIDENTS = 30;
const PASSERS_BY = 8;
/** A token is refreshed when it has some five minutes left: after half a minute to a minute and a quarter. */
const ACCESS_TOKEN_SECONDS = 330;
const REFRESHED_WITHIN_MINUTES = 1.5;
const SAMPLES = 40;
const RESTART_AT = 0.4;
const SETTLED_AT = 0.5;
const REDIS_IS_GONE_MS = 2000;
const WARM_UP_MS = 10_000;
/** Kept connections end by then, and leases in Redis. */
const QUIET_AFTER_MS = 15_000;
/** Keys of a sign-in that an outage interrupted: they end with their time. */
const KEYS_OF_A_SIGN_IN = 4;

export interface SoakOptions {
  readonly minutes: number;
}

/** The outcome, as `--json` has it. */
export interface Soak {
  readonly measuredAt: string;
  readonly machine: Machine;
  readonly minutes: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly refreshes: number;
  readonly keysInRedisAtTheEnd: number;
  /** In the order in which they were taken, garbage thrown away before each. */
  readonly samples: readonly Usage[];
  readonly idleBefore: Usage;
  readonly idleAfter: Usage;
  readonly unexplained: readonly Unexplained[];
  /** What is wrong, in sentences; none when all is well. */
  readonly faults: readonly string[];
}

/**
 * Sign-ins, refreshes and sign-outs for so long, with a restart of Redis in between, whose append-only file keeps the
 * sessions: whether everything that happens is explained, and nothing grows.
 *
 * @param tell - told how far it is
 * @throws Error when Redis, the emulator or the service do not start
 */
export async function soak({ minutes }: SoakOptions, tell: (text: string) => void): Promise<Soak> {
  const measuredAt = new Date().toISOString();
  const redisArgs = ['--appendonly', 'yes'];
  return Stage.with({ people: PEOPLE, accessTokenLifetimeSeconds: ACCESS_TOKEN_SECONDS, redisArgs }, async (stage) => {
    const server = await MeasuredServer.start(THIS_SERVICE, stage.settings(), stage.directory);
    try {
      return { measuredAt, machine: await stage.machine(), minutes, ...(await run(stage, server, minutes, tell)) };
    } finally {
      await server.stop();
    }
  });
}

type Outcome = Omit<Soak, 'measuredAt' | 'machine' | 'minutes'>;

async function run(
  stage: Stage,
  server: MeasuredServer,
  minutes: number,
  tell: (text: string) => void,
): Promise<Outcome> {
  const crowd = new Crowd(PEOPLE);
  const tally = new Tally();
  tell('warming up');
  await live(stage, server, crowd, tally, WARM_UP_MS, () => Promise.resolve());
  await pause(QUIET_AFTER_MS);
  const idleBefore = await server.usage({ collectGarbage: true });

  const samples: Usage[] = [];
  const durationMs = minutes * 60_000;
  await live(stage, server, crowd, tally, durationMs, async (sinceMs) => {
    for (let sample = 0; sample < SAMPLES; sample += 1) {
      if (sample === Math.round(RESTART_AT * SAMPLES)) {
        tell('Redis is restarted');
        await tally.outage(() => restartRedis(stage));
      }
      await pause(Math.max(0, ((sample + 1) * durationMs) / SAMPLES - sinceMs()));
      const usage = await server.usage({ collectGarbage: true });
      samples.push(usage);
      const { rssBytes, heapBytes } = usage;
      tell(`${sample + 1} of ${SAMPLES}: RSS ${rssBytes >> 20} MiB, heap ${heapBytes >> 20} MiB`);
    }
  });
  await pause(QUIET_AFTER_MS);
  const idleAfter = await server.usage({ collectGarbage: true });
  const keysInRedisAtTheEnd = Number(await stage.redis.command('DBSIZE'));
  const { refreshes } = await stage.authority.seen();
  const { counts, unexplained, unexplainedCount } = tally;
  const growth = growthOf(samples.slice(Math.ceil(SETTLED_AT * SAMPLES)), idleBefore, idleAfter);
  const interrupted = counts['sign-in: 503 while Redis was away'] ?? 0;
  const keysToExpect = KEYS_OF_A_SIGN_IN * interrupted;
  const faults = [
    ...(unexplainedCount > 0 ? [`${unexplainedCount} answers are unexplained`] : []),
    ...growth,
    ...(keysInRedisAtTheEnd > keysToExpect
      ? [`${keysInRedisAtTheEnd} keys are left in Redis, at most ${keysToExpect} are to be expected`]
      : []),
    ...(minutes > REFRESHED_WITHIN_MINUTES && refreshes < RESIDENTS ? [`only ${refreshes} tokens were refreshed`] : []),
  ];
  return { counts, refreshes, keysInRedisAtTheEnd, samples, idleBefore, idleAfter, unexplained, faults };
}

/** People use the service for that long, while something else goes on. */
async function live(
  { authority }: Stage,
  { url }: MeasuredServer,
  crowd: Crowd,
  tally: Tally,
  durationMs: number,
  meanwhile: (sinceMs: () => number) => Promise<void>,
): Promise<void> {
  const beganAt = performance.now();
  const sinceMs = (): number => performance.now() - beganAt;
  const client = new Client(RESIDENTS + PASSERS_BY);
  let isEnded = false;
  const scene: Scene = { url, authority, client, crowd, tally, isOver: () => isEnded || sinceMs() >= durationMs };
  try {
    await Promise.all([
      ...Array.from({ length: RESIDENTS }, () => resident(scene)),
      ...Array.from({ length: PASSERS_BY }, () => passersBy(scene)),
      meanwhile(sinceMs),
    ]);
  } finally {
    isEnded = true;
    client.close();
  }
}

/** In peace, so that all is in the append-only file. */
async function restartRedis({ redis }: Stage): Promise<void> {
  await redis.stop();
  await pause(REDIS_IS_GONE_MS);
  await redis.restart();
}
