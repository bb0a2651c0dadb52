import { fileURLToPath } from 'node:url';
import { environmentFor, type Emulator, type EmulatorOptions, startEmulator } from '../emulator/index.js';
import { Browser } from '../browsing/browser.js';
import { type ClockedApp, spawnClockedApp } from '../processes/app-process.js';
import { becomesTrue } from '../processes/becomes-true.js';
import { freePort } from '../processes/free-port.js';
import { statusOf } from '../processes/status-of.js';
import { LocalRedis } from '../redis-server/local-redis.js';
import { Balancer } from './balancer.js';

const SERVICE = fileURLToPath(new URL('../../src/main.js', import.meta.url));
const STARTS_WITHIN_MS = 30_000;

/** As the scenarios go by: the emulator's would live for a day. */
const ACCESS_TOKEN_SECONDS = 80 * 60;

/** One process of the built service. */
export interface Instance {
  readonly port: number;
  readonly url: string;
  readonly app: ClockedApp;
}

/** A person with a browser: what it sends as `Cookie`. */
export type Cookie = string;

/** Instances of the built service behind a balancer, on one Redis with an append-only file, and the emulator. */
export class Fleet {
  private constructor(
    readonly redis: LocalRedis,
    readonly emulator: Emulator,
    readonly balancer: Balancer,
    readonly instances: readonly [Instance, Instance, Instance],
    /** The address that people use. */
    readonly url: string,
    private readonly clock: { shiftMs: number },
  ) {}

  /** Three instances. @param directory - an empty working directory */
  static async start(directory: string, options: EmulatorOptions = {}): Promise<Fleet> {
    const clock = { shiftMs: 0 };
    const redis = await LocalRedis.start({ args: ['--appendonly', 'yes'] });
    const emulator = await startEmulator({
      accessTokenLifetimeSeconds: ACCESS_TOKEN_SECONDS,
      ...options,
      now: () => Date.now() + clock.shiftMs,
    });
    const balancer = await Balancer.start();
    const url = `http://localhost:${balancer.port}`;
    const instance = async (): Promise<Instance> => {
      const port = await freePort();
      const env = environment(emulator, redis, url, port);
      return { port, url: `http://127.0.0.1:${port}`, app: spawnClockedApp(SERVICE, env, directory) };
    };
    const instances = [await instance(), await instance(), await instance()] as const;
    const fleet = new Fleet(redis, emulator, balancer, [...instances], url, clock);
    balancer.watch(instances.map(({ port }) => port));
    if (await becomesTrue(() => fleet.#areAllReady(), STARTS_WITHIN_MS)) return fleet;
    const output = instances.map(({ app }) => app.output()).join('\n');
    await fleet.close();
    throw new Error(`the instances did not become ready:\n${output}`);
  }

  /** A new browser in which somebody has signed in. */
  async signIn(): Promise<Cookie> {
    return (await new Browser(this.url).signedIn()).cookieHeader();
  }

  /** Whether that browser is signed in, asked of whoever answers. */
  async isSignedIn(cookie: Cookie): Promise<boolean> {
    const response = await fetch(`${this.url}/session`, { headers: { cookie, accept: 'application/json' } });
    if (response.status !== 200) throw new Error(`/session answered ${response.status}`);
    return ((await response.json()) as { signedIn: boolean }).signedIn;
  }

  /** Puts all clocks forward. */
  async advance(milliseconds: number): Promise<void> {
    this.clock.shiftMs += milliseconds;
    await Promise.all(this.instances.map(({ app }) => app.advance(milliseconds)));
  }

  async close(): Promise<void> {
    await this.balancer.close();
    await Promise.all(this.instances.map(({ app }) => app.stop()));
    await Promise.all([this.redis.close(), this.emulator.close()]);
  }

  async #areAllReady(): Promise<boolean> {
    const statuses = await Promise.all(this.instances.map(({ url }) => statusOf(`${url}/readyz`)));
    await this.balancer.probe();
    return statuses.every((status) => status === 200);
  }
}

function environment(emulator: Emulator, redis: LocalRedis, url: string, port: number): Record<string, string> {
  return {
    ...environmentFor(emulator),
    PORT: String(port),
    BASE_URL: url,
    SESSION_SECRET: 'only-for-this-measurement-0123456789',
    REDIS_URL: redis.url,
    SIGN_IN_RATE_LIMIT: '0',
    LOG_LEVEL: 'warn',
  };
}
