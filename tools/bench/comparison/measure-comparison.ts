import { Crowd } from '../load/crowd.js';
import { Stage } from '../stage/stage.js';
import { type Comparison, type ComparisonOptions, resultsOf } from './comparison.js';
import { Contestant } from './contestant.js';
import { measureCpu, roundOf, turnOf } from './measure-cpu.js';
import { measureLatency } from './measure-latency.js';
import { measureLongRun, measureRedis } from './measure-memory.js';
import { installPeers, versionsOfPeers } from './peers.js';
import { OTHER_BUILD, rowsWith, THIS_SERVICE } from './rows.js';

const PEOPLE = 100;

/**
 * Runs all rows, each in a process of its own, against one Redis and one emulator, in rounds in which they take turns.
 *
 * @param tell - told how far it is
 * @throws Error when the peers cannot be installed, or Redis or the emulator do not start; never for a row that fails
 */
export async function compare(options: ComparisonOptions, tell: (text: string) => void): Promise<Comparison> {
  const rows = rowsWith(options);
  const hasPeers = rows.some(({ isPeer }) => isPeer);
  if (hasPeers) await installPeers();
  return Stage.with({ people: PEOPLE }, async (stage) => {
    const measuredAt = new Date().toISOString();
    const contestants = rows.map((row, database) => new Contestant(row, database, stage));
    try {
      await measure(contestants, stage, options, tell);
    } finally {
      for (const contestant of contestants) await contestant.leave();
    }
    const { description, versions } = await stage.machine();
    const { requests, signIns } = roundOf(turnOf(options.requests));
    return {
      measuredAt,
      machine: { description, versions: { ...versions, ...(hasPeers && (await versionsOfPeers())) } },
      rounds: options.rounds,
      requests,
      signIns,
      longRequests: options.longRequests,
      rows: resultsOf(contestants),
    };
  });
}

async function measure(
  contestants: readonly Contestant[],
  stage: Stage,
  { rounds, requests, figures, longRequests }: ComparisonOptions,
  tell: (text: string) => void,
): Promise<void> {
  const crowd = new Crowd(PEOPLE);
  const turn = turnOf(requests);
  if (figures.includes('ready')) {
    // Before anything else runs, and in turn.
    for (let round = 0; round < rounds; round += 1) {
      tell(`starts, ${round + 1} of ${rounds}`);
      for (const contestant of contestants) await contestant.measureStart();
    }
  }
  for (const contestant of contestants) {
    tell(`starting ${contestant.row.id}`);
    await contestant.enter(crowd, roundOf(turn));
  }
  for (let round = 0; round < rounds; round += 1) {
    tell(`CPU, round ${round + 1} of ${rounds}`);
    await measureCpu(contestants, stage, crowd, turn, round);
  }
  for (const contestant of contestants) {
    await contestant.attempt(async ({ server }) => {
      contestant.figures.rssAfterBytes = (await server.usage()).rssBytes;
    });
  }
  if (figures.includes('latency')) {
    for (let round = 0; round < rounds; round += 1) {
      tell(`latency, round ${round + 1} of ${rounds}`);
      for (const contestant of contestants) {
        await contestant.attempt((running) => measureLatency(contestant, running, stage, requests));
      }
    }
  }
  if (figures.includes('long')) {
    for (const contestant of contestants.filter(({ row }) => [THIS_SERVICE.id, OTHER_BUILD].includes(row.id))) {
      tell(`${longRequests} requests to ${contestant.row.id}`);
      await contestant.attempt((running) => measureLongRun(contestant, running, stage, longRequests));
    }
  }
  if (figures.includes('redis')) {
    tell('memory in Redis');
    for (const contestant of contestants) {
      await contestant.attempt((running) => measureRedis(contestant, running, stage, crowd, PEOPLE));
    }
  }
}
