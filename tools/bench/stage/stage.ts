import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalRedis } from '../../redis-server/local-redis.js';
import { type Authority, type AuthorityOptions, startAuthority } from './authority.js';
import { describeMachine, type Machine } from './machine.js';

const CERTIFICATE = 'certificate.pem';

export interface StageOptions extends AuthorityOptions {
  /** More arguments of redis-server. */
  readonly redisArgs?: readonly string[];
}

/** What every measured server stands on: a Redis of our own, Entra and Graph emulated behind TLS, an empty directory. */
export class Stage {
  private constructor(
    readonly authority: Authority,
    readonly redis: LocalRedis,
    /** For the output of the servers. */
    readonly directory: string,
  ) {}

  /**
   * Sets it up for this work, and clears it away afterwards.
   *
   * @throws Error when Redis or the emulator do not start
   */
  static async with<T>({ redisArgs = [], ...options }: StageOptions, work: (stage: Stage) => Promise<T>): Promise<T> {
    const redis = await LocalRedis.start({ args: redisArgs });
    const directory = await mkdtemp(join(tmpdir(), 'bench-'));
    const clear = (): void => {
      for (const folder of [directory, redis.folder]) rmSync(folder, { recursive: true, force: true });
    };
    // Also when a signal ends this process; the other children end with it by themselves.
    const onExit = (): void => {
      void redis.kill();
      clear();
    };
    process.once('exit', onExit);
    try {
      const authority = await startAuthority(join(directory, CERTIFICATE), options);
      try {
        return await work(new Stage(authority, redis, directory));
      } finally {
        await authority.stop();
      }
    } finally {
      await redis.kill();
      clear();
      process.off('exit', onExit);
    }
  }

  /** What a server is told that is as in production, without its address. @param database - of Redis */
  settings(database = 0): Record<string, string> {
    const { origin, tenantId, clientId, clientSecret } = this.authority;
    return {
      NODE_ENV: 'production',
      NODE_EXTRA_CA_CERTS: join(this.directory, CERTIFICATE),
      TENANT_ID: tenantId,
      CLIENT_ID: clientId,
      CLIENT_SECRET: clientSecret,
      CLOUD_INSTANCE: origin,
      GRAPH_API_ENDPOINT: origin,
      SESSION_SECRET: 'only-for-this-measurement-0123456789',
      REDIS_URL: `${this.redis.url}/${database}`,
      // Counted as in production, and never reached, though all requests come from one address.
      SIGN_IN_RATE_LIMIT: '1000000',
    };
  }

  /** Of this machine, with the Redis that runs here. */
  async machine(): Promise<Machine> {
    const info = String(await this.redis.command('INFO', 'server'));
    return describeMachine(/^redis_version:(\S+)/m.exec(info)?.[1] ?? 'unknown');
  }
}
