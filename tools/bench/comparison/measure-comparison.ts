import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CookieJar } from 'tough-cookie';
import { LocalRedis } from '../../redis-server/local-redis.js';
import { type Authority, startAuthority } from './authority.js';
import { type Comparison, type ComparisonOptions, resultsOf, type RowMeasurement } from './comparison.js';
import { Load, type SignedIn, type Visitor } from './load.js';
import { describeMachine } from './machine.js';
import { manyPeople } from './many-people.js';
import { MeasuredServer } from './measured-server.js';
import { installPeers } from './peers.js';
import { type Row, rowsWith } from './rows.js';

const PEOPLE = 100;
const SESSIONS = 20;
const REQUESTS_PER_SIGN_IN = 40;
const FEWEST_SIGN_INS = 4;
/** Turns of a row in each round: short ones, so that all rows meet what else the machine is doing. */
const TURNS = 3;
/** Before each turn: connections to Redis, Entra and Graph are there again, and code is in the caches. */
const WARM_UP = { requests: 64, signIns: 8 };

/** A row under way. */
interface Contestant {
  readonly row: Row;
  readonly server: MeasuredServer | undefined;
  readonly signedIn: readonly SignedIn[];
  readonly rssReadyBytes: number | undefined;
  readonly profileMicroseconds: number[];
  readonly signInMicroseconds: number[];
  /** CPU in the turns of this round so far. */
  readonly round: { profiles: number; signIns: number };
  failure: string | undefined;
}

/** Runs all rows, each in a process of its own, against one Redis and one emulator, in rounds in which they take turns. */
export class Measuring {
  readonly #visitors: readonly Visitor[] = manyPeople(PEOPLE).map((person) => ({
    person,
    atAuthority: new CookieJar(),
  }));
  #nextVisitor = 0;

  private constructor(
    private readonly options: ComparisonOptions,
    private readonly authority: Authority,
    private readonly redis: LocalRedis,
    private readonly directory: string,
    private readonly tell: (text: string) => void,
  ) {}

  /**
   * @param tell - told how far it is
   * @throws Error when the peers cannot be installed, or Redis or the emulator do not start; never for a row that fails
   */
  static async compare(options: ComparisonOptions, tell: (text: string) => void): Promise<Comparison> {
    if (rowsWith(options).some(({ isPeer }) => isPeer)) await installPeers();
    const redis = await LocalRedis.start();
    const directory = await mkdtemp(join(tmpdir(), 'bench-'));
    // Also when a signal ends this process; the other children end with it by themselves.
    process.once('exit', () => {
      void redis.kill();
      for (const folder of [directory, redis.folder]) rmSync(folder, { recursive: true, force: true });
    });
    try {
      const authority = await startAuthority(join(directory, 'certificate.pem'), PEOPLE);
      try {
        return await new Measuring(options, authority, redis, directory, tell).#run();
      } finally {
        await authority.stop();
      }
    } finally {
      await redis.close();
    }
  }

  async #run(): Promise<Comparison> {
    const measuredAt = new Date().toISOString();
    const { rounds } = this.options;
    const contestants: Contestant[] = [];
    try {
      for (const [index, row] of rowsWith(this.options).entries()) contestants.push(await this.#enter(row, index));
      for (let round = 0; round < rounds; round += 1) {
        this.tell(`round ${round + 1} of ${rounds}`);
        for (let turn = 0; turn < TURNS; turn += 1) {
          // Nobody is always first.
          const first = round * TURNS + turn;
          for (const [index] of contestants.entries()) {
            const contestant = contestants[(index + first) % contestants.length] as Contestant;
            await this.#attempt(contestant, () => this.#turn(contestant));
          }
        }
        for (const contestant of contestants) this.#endRound(contestant);
      }
      const measurements: RowMeasurement[] = [];
      for (const contestant of contestants) measurements.push(await this.#finish(contestant));
      return {
        measuredAt,
        machine: await describeMachine(await this.#redisVersion()),
        rounds,
        requests: TURNS * this.#requestsInATurn,
        signIns: TURNS * this.#signInsInATurn,
        rows: resultsOf(measurements),
      };
    } finally {
      for (const { server } of contestants) await server?.stop();
    }
  }

  /** Starts it, signs people in and lets the code get warm. */
  async #enter(row: Row, index: number): Promise<Contestant> {
    this.tell(`starting ${row.id}`);
    const figures = { profileMicroseconds: [], signInMicroseconds: [], round: { profiles: 0, signIns: 0 } };
    let server: MeasuredServer | undefined;
    try {
      server = await MeasuredServer.start(row, this.#settings(index), this.directory);
      const { rssBytes: rssReadyBytes } = await server.usage();
      const load = new Load(server.url, this.authority);
      try {
        const signedIn = await load.signIns(this.#newcomers(SESSIONS));
        await load.signIns(this.#newcomers(TURNS * this.#signInsInATurn));
        await load.profiles(signedIn, TURNS * this.#requestsInATurn);
        return { row, server, signedIn, rssReadyBytes, ...figures, failure: undefined };
      } finally {
        load.close();
      }
    } catch (error) {
      return {
        row,
        server,
        signedIn: [],
        rssReadyBytes: undefined,
        ...figures,
        failure: await this.#why(error, server),
      };
    }
  }

  async #turn({ server, signedIn, round }: Contestant): Promise<void> {
    if (server === undefined) return;
    const load = new Load(server.url, this.authority);
    try {
      await load.signIns(this.#newcomers(WARM_UP.signIns));
      await load.profiles(signedIn, WARM_UP.requests);
      const before = await server.usage();
      await load.profiles(signedIn, this.#requestsInATurn);
      const between = await server.usage();
      await load.signIns(this.#newcomers(this.#signInsInATurn));
      const after = await server.usage();
      round.profiles += between.cpuMicroseconds - before.cpuMicroseconds;
      round.signIns += after.cpuMicroseconds - between.cpuMicroseconds;
    } finally {
      load.close();
    }
  }

  #endRound({ round, profileMicroseconds, signInMicroseconds }: Contestant): void {
    profileMicroseconds.push(round.profiles / (TURNS * this.#requestsInATurn));
    signInMicroseconds.push(round.signIns / (TURNS * this.#signInsInATurn));
    Object.assign(round, { profiles: 0, signIns: 0 });
  }

  async #finish(contestant: Contestant): Promise<RowMeasurement> {
    const { row, server, profileMicroseconds, signInMicroseconds, rssReadyBytes } = contestant;
    let rssAfterBytes: number | undefined;
    await this.#attempt(contestant, async () => {
      rssAfterBytes = (await server?.usage())?.rssBytes;
    });
    const { failure } = contestant;
    const figures = { profileMicroseconds, signInMicroseconds, readyMs: server?.readyMs, rssReadyBytes, rssAfterBytes };
    return { row, ...figures, failure };
  }

  /** A row that failed once has no more turns. */
  async #attempt(contestant: Contestant, work: () => Promise<void>): Promise<void> {
    if (contestant.failure !== undefined) return;
    try {
      await work();
    } catch (error) {
      contestant.failure = await this.#why(error, contestant.server);
    }
  }

  async #why(error: unknown, server: MeasuredServer | undefined): Promise<string> {
    const message = error instanceof Error ? error.message : String(error);
    return server === undefined ? message : `${message}\n${await server.log()}`;
  }

  /** Everybody comes round again, so that nobody gathers more sessions than others. */
  #newcomers(count: number): Visitor[] {
    return Array.from({ length: count }, () => {
      const visitor = this.#visitors[this.#nextVisitor % PEOPLE] as Visitor;
      this.#nextVisitor += 1;
      return visitor;
    });
  }

  get #requestsInATurn(): number {
    return Math.ceil(this.options.requests / TURNS);
  }

  get #signInsInATurn(): number {
    return Math.max(FEWEST_SIGN_INS, Math.ceil(this.#requestsInATurn / REQUESTS_PER_SIGN_IN));
  }

  async #redisVersion(): Promise<string> {
    const info = String(await this.redis.command('INFO', 'server'));
    return /^redis_version:(\S+)/m.exec(info)?.[1] ?? 'unknown';
  }

  #settings(index: number): Record<string, string> {
    const { origin, tenantId, clientId, clientSecret } = this.authority;
    return {
      NODE_ENV: 'production',
      NODE_EXTRA_CA_CERTS: join(this.directory, 'certificate.pem'),
      TENANT_ID: tenantId,
      CLIENT_ID: clientId,
      CLIENT_SECRET: clientSecret,
      CLOUD_INSTANCE: origin,
      GRAPH_API_ENDPOINT: origin,
      SESSION_SECRET: 'only-for-this-measurement-0123456789',
      // A database each, so that no row meets the keys of another.
      REDIS_URL: `${this.redis.url}/${index}`,
      // Counted as in production, and never reached, though all requests come from one address.
      SIGN_IN_RATE_LIMIT: '1000000',
    };
  }
}
