import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { type Cluster, Command, Redis } from 'ioredis';
import type { Logger } from 'pino';
import { OutageLog } from './outage-log.js';
import { createRedisClient, type RedisClientOptions, silenceMs } from './redis-client.js';
import { failureCode, RedisError, toRedisError } from './redis-error.js';
import type { RedisScript } from './redis-scripts.js';

/** A connection that was lost is waited for this long; after that calls fail at once. */
const BLIP_MS = 1000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2000;
/** A connection that lived this long lets the pauses begin anew. */
const STEADY_MS = 1000;
/** Quiet connections are tried, so that a dead one is noticed before somebody needs it. */
const PING_INTERVAL_MS = 5000;

type Argument = string | Buffer | number;

/**
 * Redis, for as long as the service lives: ioredis connects, at once and again after each loss. Added to that are a deadline
 * for each call (`timeoutMs`, waiting for a connection included), a little patience with a connection that was just lost, and
 * what the log is told. Strings in answers are Buffers.
 * @throws RedisError from every call that was not answered, or with an error
 */
export class RedisConnection {
  readonly #client: Redis | Cluster;
  readonly #log: OutageLog;
  /** Says `turn` when calls may be sent again, and when they never will. */
  readonly #turns = new EventEmitter().setMaxListeners(0);
  readonly #pings: NodeJS.Timeout;
  /** Since when calls may be sent; undefined while they may not. */
  #usableAt: number | undefined;
  #lostAt = performance.now();
  /** What is known of why there is no connection. */
  #failure: string | undefined;
  #failures = 0;
  #closed = false;

  constructor(
    private readonly options: RedisClientOptions,
    logger: Logger,
  ) {
    this.#log = new OutageLog(logger, options);
    this.#client = createRedisClient(options, {
      pauseMs: () => this.#pauseMs(),
      // A fail-over left us with a replica. Whoever has the address by now is the one to talk to.
      onReadOnly: () => {
        this.#log.readOnly();
        this.#replace();
      },
    })
      .on('ready', () => void this.#prove())
      .on('node error', (error: unknown) => (this.#failure = failureCode(error) ?? this.#failure))
      .on('error', (error: unknown) => this.#failed(error));
    this.#pings = setInterval(() => this.#ping(), PING_INTERVAL_MS).unref();
  }

  /** A command that may be sent twice: it is, over the next connection, when the first was cut under it. */
  async read(name: string, args: readonly Argument[]): Promise<unknown> {
    const endsAt = this.#deadline();
    try {
      return await this.#send(name, args, endsAt);
    } catch (error) {
      if ((error as RedisError).reason !== 'CLOSED') throw error;
      return this.#send(name, args, endsAt);
    }
  }

  /** A command that is sent once: when it rejects without an answer, it may have been carried out or not. */
  async write(name: string, args: readonly Argument[], endsAt = this.#deadline()): Promise<unknown> {
    const answer = await this.#send(name, args, endsAt);
    this.#log.writable();
    return answer;
  }

  /** Runs a script by its name, and with its text where Redis has not seen it: on each node once, and after restarts. */
  async run({ lua, sha }: RedisScript, keys: readonly string[], args: readonly Argument[]): Promise<unknown> {
    const endsAt = this.#deadline();
    const parameters = [keys.length, ...keys, ...args];
    try {
      return await this.write('evalsha', [sha, ...parameters], endsAt);
    } catch (error) {
      if ((error as RedisError).reason !== 'NOSCRIPT') throw error;
      return this.write('eval', [lua, ...parameters], endsAt);
    }
  }

  /** Resolves when Redis can be read from. */
  async ping(): Promise<void> {
    await this.read('get', [aKey()]);
  }

  /** Every node that has keys, to be asked without a deadline. */
  async nodes(): Promise<Redis[]> {
    await this.#usable(this.#deadline());
    return this.#nodes();
  }

  /** Ends all connections at once; every call rejects from now on. */
  close(): void {
    this.#closed = true;
    this.#usableAt = undefined;
    clearInterval(this.#pings);
    this.#client.disconnect();
    this.#turns.emit('turn');
  }

  #deadline(): number {
    return performance.now() + this.options.timeoutMs;
  }

  /** Waits for a connection while the loss of the last may be a blip. */
  async #usable(endsAt: number): Promise<void> {
    // Its other end has hung up, which ioredis tells a moment later.
    if (this.#client instanceof Redis && !this.#client.stream?.writable) this.#broke();
    while (this.#usableAt === undefined) {
      const patienceMs = Math.ceil(Math.min(endsAt, this.#lostAt + BLIP_MS) - performance.now());
      if (this.#closed || patienceMs <= 0) throw new RedisError('OFFLINE');
      await once(this.#turns, 'turn', { signal: AbortSignal.timeout(patienceMs) }).catch(() => undefined);
    }
  }

  async #send(name: string, args: readonly Argument[], endsAt: number): Promise<unknown> {
    await this.#usable(endsAt);
    const command = new Command(name, [...args]);
    const sentAt = performance.now();
    const late = setTimeout(() => {
      command.reject(new RedisError('TIMEOUT'));
      this.#replace();
    }, endsAt - sentAt);
    try {
      return await this.#client.sendCommand(command);
    } catch (error) {
      const wasSilent = performance.now() - sentAt > 0.9 * silenceMs(this.options.timeoutMs);
      throw toRedisError(error, wasSilent ? 'TIMEOUT' : 'CLOSED');
    } finally {
      clearTimeout(late);
    }
  }

  /** A connection is used once it was read from: one that is loading, or of a cluster that is down, is none. */
  async #prove(): Promise<void> {
    try {
      await this.#client.get(aKey());
    } catch (error) {
      if (this.#closed || this.#client.status !== 'ready') return;
      this.#log.down(failureCode(error) ?? 'CLOSED');
      return this.#client.disconnect(true);
    }
    if (this.#closed) return;
    this.#usableAt = performance.now();
    this.#failure = undefined;
    this.#log.up();
    this.#turns.emit('turn');
  }

  /** By chance, or all instances would come back to a Redis at the same moment; at once after a connection that was steady. */
  #pauseMs(): number {
    this.#broke();
    const longestMs = this.#failures === 0 ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures);
    this.#failures += 1;
    return Math.random() * longestMs;
  }

  /** A connection, or an attempt to make one, failed. Of one that was used the log is told when it is gone. */
  #failed(error: unknown): void {
    if (this.#closed) return;
    // Errors of ioredis itself have no code: no sentinel helped, or there was silence.
    const asksSentinels = this.options.sentinelMaster !== undefined && this.#client.status === 'connecting';
    this.#failure = failureCode(error) ?? this.#failure ?? (asksSentinels ? 'SENTINEL' : 'TIMEOUT');
    if (this.#usableAt === undefined) this.#log.down(this.#failure);
  }

  /** Connects anew, unless that was just done: to find another server, or to be rid of what is still to be answered. */
  #replace(): void {
    if (!(this.#client instanceof Redis) || !this.#isSteady()) return;
    this.#lose();
    this.#client.disconnect(true);
  }

  #isSteady(): boolean {
    return this.#usableAt !== undefined && performance.now() - this.#usableAt > STEADY_MS;
  }

  #broke(): void {
    if (this.#usableAt === undefined) return;
    this.#lose();
    this.#log.down(this.#failure ?? 'CLOSED');
  }

  #lose(): void {
    if (this.#isSteady()) this.#failures = 0;
    this.#usableAt = undefined;
    this.#lostAt = performance.now();
  }

  #nodes(): Redis[] {
    return this.#client instanceof Redis ? [this.#client] : this.#client.nodes('master');
  }

  #ping(): void {
    // Any answer will do; one that does not come is noticed by ioredis.
    for (const node of this.#nodes()) node.ping().catch(() => undefined);
  }
}

/** Nobody has it. It is read where a PING would do, because that is answered also by who is `LOADING` or `CLUSTERDOWN`. */
function aKey(): string {
  return `session:{${randomUUID()}}`;
}
