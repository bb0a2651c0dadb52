import { THIS_SERVICE } from '../comparison/rows.js';
import { Crowd } from '../load/crowd.js';
import { Load } from '../load/load.js';
import type { SignedIn } from '../load/sign-in.js';
import { number, spread, table } from '../markdown.js';
import { type Machine, renderMachine } from '../stage/machine.js';
import { MeasuredServer } from '../stage/measured-server.js';
import { Stage } from '../stage/stage.js';
import { type Spread, spreadOf } from '../statistics.js';
import { watchMachine } from './machine-busy.js';

const MOST_INSTANCES = 3;
const SESSIONS = 60;
const PEOPLE = 100;
/** Before each measurement, so that connections are there again. */
const WARM_UP_REQUESTS = 200;

export interface InstancesOptions {
  readonly rounds: number;
  /** Of `GET /profile`, for each number of instances in each round. */
  readonly requests: number;
}

/** What so many instances did together. */
export interface InstancesResult {
  readonly instances: number;
  readonly perSecond: Spread;
  /** CPU of all instances for one `GET /profile`. */
  readonly profileMicroseconds: Spread;
  /** How much of all cores everything together used, from 0 to 1: near 1 the machine is the limit. */
  readonly machineBusy: Spread;
}

/** The outcome, as `--json` has it. */
export interface InstancesRun {
  readonly measuredAt: string;
  readonly machine: Machine;
  readonly rounds: number;
  readonly requests: number;
  readonly results: readonly InstancesResult[];
}

/**
 * One, two and three instances of this service on one Redis, with the same people, whose requests go round.
 *
 * @param tell - told how far it is
 * @throws WrongAnswerError when an instance answers anything but the profile
 */
export async function measureInstances(
  { rounds, requests }: InstancesOptions,
  tell: (text: string) => void,
): Promise<InstancesRun> {
  const measuredAt = new Date().toISOString();
  return Stage.with({ people: PEOPLE }, async (stage) => {
    const servers: MeasuredServer[] = [];
    try {
      for (let index = 0; index < MOST_INSTANCES; index += 1)
        servers.push(await startInstance(stage, servers[0], index));
      const signedIn = await signEverybodyIn(stage, servers);
      const measured = servers.map(() => ({ perSecond: [], profileMicroseconds: [], machineBusy: [] }));
      for (let round = 0; round < rounds; round += 1) {
        tell(`round ${round + 1} of ${rounds}`);
        for (const [index, figures] of measured.entries()) {
          await measure(stage, servers.slice(0, index + 1), signedIn, requests, figures);
        }
      }
      const results = measured.map(({ perSecond, profileMicroseconds, machineBusy }, index) => ({
        instances: index + 1,
        perSecond: spreadOf(perSecond),
        profileMicroseconds: spreadOf(profileMicroseconds),
        machineBusy: spreadOf(machineBusy),
      }));
      return { measuredAt, machine: await stage.machine(), rounds, requests, results };
    } finally {
      for (const server of servers) await server.stop();
    }
  });
}

interface Measured {
  readonly perSecond: number[];
  readonly profileMicroseconds: number[];
  readonly machineBusy: number[];
}

/** @param first - whose address is that of all */
function startInstance(stage: Stage, first: MeasuredServer | undefined, index: number): Promise<MeasuredServer> {
  const program = { ...THIS_SERVICE, id: `instance-${index + 1}` };
  const settings = { ...stage.settings(), ...(first !== undefined && { BASE_URL: first.url }) };
  return MeasuredServer.start(program, settings, stage.directory);
}

async function signEverybodyIn(stage: Stage, servers: readonly MeasuredServer[]): Promise<SignedIn[]> {
  const load = loadOn(stage, servers);
  try {
    const signedIn = await load.signIns(new Crowd(PEOPLE).take(SESSIONS));
    await load.profiles(signedIn, servers.length * WARM_UP_REQUESTS);
    return signedIn;
  } finally {
    load.close();
  }
}

async function measure(
  stage: Stage,
  servers: readonly MeasuredServer[],
  signedIn: readonly SignedIn[],
  requests: number,
  figures: Measured,
): Promise<void> {
  const load = loadOn(stage, servers);
  try {
    await load.profiles(signedIn, WARM_UP_REQUESTS);
    const before = await cpuOf(servers);
    const busy = watchMachine();
    const beganAt = performance.now();
    await load.profiles(signedIn, requests);
    figures.perSecond.push((requests * 1000) / (performance.now() - beganAt));
    figures.machineBusy.push(busy());
    figures.profileMicroseconds.push(((await cpuOf(servers)) - before) / requests);
  } finally {
    load.close();
  }
}

function loadOn({ authority }: Stage, servers: readonly MeasuredServer[]): Load {
  return new Load(servers.map(({ url }) => url) as [string, ...string[]], authority);
}

async function cpuOf(servers: readonly MeasuredServer[]): Promise<number> {
  const usages = await Promise.all(servers.map((server) => server.usage()));
  return usages.reduce((sum, { cpuMicroseconds }) => sum + cpuMicroseconds, 0);
}

/** As Markdown. */
export function renderInstances({ measuredAt, machine, rounds, requests, results }: InstancesRun): string {
  const one = results[0]?.perSecond.median;
  return [
    renderMachine(measuredAt, machine),
    `Medians of ${rounds} rounds (least–most), each of ${requests} requests, sixteen at a time.`,
    table(
      ['instances', '`GET /profile` in 1 s', '× one', 'CPU µs each', 'of all cores used, %'],
      results.map(({ instances, perSecond, profileMicroseconds, machineBusy }) => [
        String(instances),
        spread(perSecond),
        number(one && perSecond.median / one, 2),
        spread(profileMicroseconds),
        number(machineBusy.median * 100),
      ]),
    ),
  ].join('\n\n');
}
