import { Load } from '../load/load.js';
import type { Stage } from '../stage/stage.js';
import { percentileOf } from '../statistics.js';
import type { Contestant, Running } from './contestant.js';

/** Before each: connections are there, and code is in the caches. */
const WARM_UP_REQUESTS = 200;

/**
 * How much a row can answer, and how long answers take at half of that: requests come at a fixed rate, and each counts
 * from the moment at which it was due.
 */
export async function measureLatency(
  { figures }: Contestant,
  { server, signedIn }: Running,
  stage: Stage,
  requests: number,
): Promise<void> {
  const capacity = await capacityOf({ server, signedIn }, stage, requests);
  const load = Load.openLoop(server.url, stage.authority);
  try {
    await load.latencies(signedIn, capacity / 2, WARM_UP_REQUESTS);
    const taken = await load.latencies(signedIn, capacity / 2, requests);
    figures.capacityPerSecond.push(capacity);
    figures.p50Ms.push(percentileOf(taken, 50));
    figures.p99Ms.push(percentileOf(taken, 99));
  } finally {
    load.close();
  }
}

async function capacityOf({ server, signedIn }: Running, stage: Stage, requests: number): Promise<number> {
  const load = new Load([server.url], stage.authority);
  try {
    await load.profiles(signedIn, WARM_UP_REQUESTS);
    const beganAt = performance.now();
    await load.profiles(signedIn, requests);
    return (requests * 1000) / (performance.now() - beganAt);
  } finally {
    load.close();
  }
}
