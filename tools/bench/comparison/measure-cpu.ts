import type { Crowd } from '../load/crowd.js';
import { Load } from '../load/load.js';
import type { Stage } from '../stage/stage.js';
import type { Contestant, Running } from './contestant.js';

/** Turns of a row in each round: short ones, so that all rows meet what else the machine is doing. */
const TURNS = 3;
/** Before each turn: connections to Redis, Entra and Graph are there again, and code is in the caches. */
const WARM_UP = { requests: 64, signIns: 8 };
const REQUESTS_PER_SIGN_IN = 40;
const FEWEST_SIGN_INS = 4;

/** What a turn of a row is. */
export interface Turn {
  readonly requests: number;
  readonly signIns: number;
}

/** @param requests - of a row in a round */
export function turnOf(requests: number): Turn {
  const inATurn = Math.ceil(requests / TURNS);
  return { requests: inATurn, signIns: Math.max(FEWEST_SIGN_INS, Math.ceil(inATurn / REQUESTS_PER_SIGN_IN)) };
}

/** What a round of a row comes to. */
export function roundOf({ requests, signIns }: Turn): Turn {
  return { requests: TURNS * requests, signIns: TURNS * signIns };
}

/**
 * One round, in which the rows take turns and nobody is always first: CPU for one `GET /profile` and for one sign-in.
 *
 * @param round - counted from 0
 */
export async function measureCpu(
  contestants: readonly Contestant[],
  stage: Stage,
  crowd: Crowd,
  turn: Turn,
  round: number,
): Promise<void> {
  const spent = contestants.map(() => ({ profiles: 0, signIns: 0 }));
  for (let number = 0; number < TURNS; number += 1) {
    for (const [place] of contestants.entries()) {
      const index = (place + round * TURNS + number) % contestants.length;
      const [contestant, sum] = [contestants[index] as Contestant, spent[index] as CpuSpent];
      await contestant.attempt(async (running) => {
        const { profiles, signIns } = await cpuOfTurn(running, stage, crowd, turn);
        sum.profiles += profiles;
        sum.signIns += signIns;
      });
    }
  }
  const { requests, signIns } = roundOf(turn);
  for (const [index, { figures }] of contestants.entries()) {
    const sum = spent[index] as CpuSpent;
    figures.profileMicroseconds.push(sum.profiles / requests);
    figures.signInMicroseconds.push(sum.signIns / signIns);
  }
}

interface CpuSpent {
  profiles: number;
  signIns: number;
}

async function cpuOfTurn({ server, signedIn }: Running, stage: Stage, crowd: Crowd, turn: Turn): Promise<CpuSpent> {
  const load = new Load([server.url], stage.authority);
  try {
    await load.signIns(crowd.take(WARM_UP.signIns));
    await load.profiles(signedIn, WARM_UP.requests);
    const before = await server.usage();
    await load.profiles(signedIn, turn.requests);
    const between = await server.usage();
    await load.signIns(crowd.take(turn.signIns));
    const after = await server.usage();
    return {
      profiles: between.cpuMicroseconds - before.cpuMicroseconds,
      signIns: after.cpuMicroseconds - between.cpuMicroseconds,
    };
  } finally {
    load.close();
  }
}
