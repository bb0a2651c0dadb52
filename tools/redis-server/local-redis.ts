import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../processes/free-port.js';
import { findRedisServer, HOW_TO_INSTALL } from './find-redis-server.js';
import { endProcess, PortTakenError, startRedisProcess } from './redis-process.js';
import { type TlsFiles, writeTlsFiles } from '../certificates/tls-files.js';

const ATTEMPTS = 5;

export interface LocalRedisOptions {
  /** `requirepass`: of the default user. */
  password?: string;
  /** TLS alone, with a certificate that nobody vouches for (see the property of this name). */
  tls?: boolean;
  /** More arguments of redis-server, such as `--maxmemory 10mb`. */
  args?: readonly string[];
}

/**
 * A Redis (or Valkey) of our own: a process on a free port of 127.0.0.1 with a temporary folder, for tests and
 * measurements. A Redis that runs on this machine already is never touched.
 */
export class LocalRedis {
  readonly #binary: string;
  #child: ChildProcess | undefined;

  private constructor(
    binary: string,
    readonly folder: string,
    readonly port: number,
    private readonly options: LocalRedisOptions,
    /** Present with `tls: true`. */
    readonly tls: TlsFiles | undefined,
  ) {
    this.#binary = binary;
  }

  /** @throws Error when PATH has no server, or it does not start */
  static async start(options: LocalRedisOptions = {}): Promise<LocalRedis> {
    const binary = findRedisServer();
    if (binary === undefined) throw new Error(`There is no Redis on this machine: ${HOW_TO_INSTALL}.`);
    const folder = await mkdtemp(join(tmpdir(), 'local-redis-'));
    try {
      const tls = options.tls === true ? await writeTlsFiles(folder) : undefined;
      for (let attempt = 1; ; attempt += 1) {
        const redis = new LocalRedis(binary, folder, await freePort(), options, tls);
        try {
          await redis.restart();
          return redis;
        } catch (error) {
          if (!(error instanceof PortTakenError) || attempt === ATTEMPTS) throw error;
        }
      }
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** As REDIS_URL takes it, password included. */
  get url(): string {
    const user = this.options.password === undefined ? '' : `:${encodeURIComponent(this.options.password)}@`;
    return `${this.tls === undefined ? 'redis' : 'rediss'}://${user}127.0.0.1:${this.port}`;
  }

  /** Starts it again after `stop` or `kill`: same port, same folder. */
  async restart(): Promise<void> {
    await this.stop();
    this.#child = await startRedisProcess(this.#binary, this.#arguments());
  }

  /** Ends it in peace; what is not in an append-only file is gone. */
  async stop(): Promise<void> {
    if (this.#child !== undefined) await endProcess(this.#child, 'SIGTERM');
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    if (this.#child !== undefined) await endProcess(this.#child, 'SIGKILL');
  }

  /** It keeps its connections, takes new ones, and answers nothing. */
  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  /** One command over a connection of its own; strings come as Buffers. */
  async command(...args: (string | Buffer)[]): Promise<unknown> {
    const client = new Redis({
      port: this.port,
      host: '127.0.0.1',
      retryStrategy: null,
      enableReadyCheck: false,
      disableClientInfo: true,
      ...(this.tls !== undefined && { tls: { ca: this.tls.ca } }),
      ...(this.options.password !== undefined && { password: this.options.password }),
    }).on('error', () => undefined);
    const [name = '', ...rest] = args;
    try {
      return await client.callBuffer(String(name), ...rest);
    } finally {
      client.disconnect();
    }
  }

  /** A number of INFO, such as `used_memory`. */
  async info(field: string): Promise<number> {
    const text = String(await this.command('INFO'));
    return Number(new RegExp(`^${field}:(\\d+)`, 'm').exec(text)?.[1]);
  }

  /** Ends it and removes its folder. */
  async close(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  #arguments(): string[] {
    const { password, args = [] } = this.options;
    const port = String(this.port);
    return [
      ...['--bind', '127.0.0.1', '--dir', this.folder, '--save', '', '--daemonize', 'no'],
      ...(password === undefined ? [] : ['--requirepass', password]),
      ...(this.tls === undefined
        ? ['--port', port]
        : [
            ...['--port', '0', '--tls-port', port, '--tls-auth-clients', 'no'],
            ...['--tls-cert-file', this.tls.certificateFile, '--tls-key-file', this.tls.keyFile],
            ...['--tls-ca-cert-file', this.tls.caFile],
          ]),
      ...args,
    ];
  }
}
