import { Redis } from 'ioredis';
import type { Crowd } from '../load/crowd.js';
import { Load } from '../load/load.js';
import type { Stage } from '../stage/stage.js';
import type { Contestant, Running } from './contestant.js';

const TENTHS = 10;

/**
 * What Redis needs for each person who signs in, by MEMORY USAGE of every key. Ends everybody's session first.
 *
 * @param people - how many sign in, each once; tokens are as large as the emulator makes them
 */
export async function measureRedis(
  { figures, database }: Contestant,
  { server }: Running,
  stage: Stage,
  crowd: Crowd,
  people: number,
): Promise<void> {
  const redis = new Redis(`${stage.redis.url}/${database}`);
  const load = new Load([server.url], stage.authority);
  try {
    await redis.flushdb();
    await load.signIns(crowd.take(people));
    let bytes = 0;
    for (const key of await redis.keys('*')) bytes += (await redis.memory('USAGE', key, 'SAMPLES', 0)) ?? 0;
    figures.redisBytesPerPerson = bytes / people;
  } finally {
    load.close();
    redis.disconnect();
  }
}

/** Asks for so many profiles, and reads the memory of the process after each tenth. */
export async function measureLongRun(
  { figures }: Contestant,
  { server, signedIn }: Running,
  stage: Stage,
  requests: number,
): Promise<void> {
  const load = new Load([server.url], stage.authority);
  const tenths: number[] = [];
  try {
    for (let tenth = 0; tenth < TENTHS; tenth += 1) {
      await load.profiles(signedIn, Math.ceil(requests / TENTHS));
      tenths.push((await server.usage()).rssBytes);
    }
    figures.rssTenthsBytes = tenths;
  } finally {
    load.close();
  }
}
