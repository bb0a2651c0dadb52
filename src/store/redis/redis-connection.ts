import type { Logger } from 'pino';
import { OutageLog } from './outage-log.js';
import { before, deferred } from './promises.js';
import { RedisError, toRedisError } from './redis-error.js';
import { type NodeAddress, openLink, ping, type RedisLink, type RedisLinkOptions } from './redis-link.js';

/** A connection that was lost is waited for this long; after that calls fail at once. */
const BLIP_MS = 1000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2000;
/** A link that lived this long lets the pauses begin anew. */
const STEADY_MS = 1000;

type Call<T> = (link: RedisLink) => Promise<T>;

/**
 * Keeps a link to Redis for as long as the service lives: connects at once, and again after each loss, with growing
 * pauses of at most two seconds. A call ends within `timeoutMs`, whatever Redis does.
 * @throws RedisError from every call that was not answered
 */
export class RedisConnection {
  readonly #log: OutageLog;
  /** What calls go over. Undefined from a loss until the next link answers. */
  #link: RedisLink | undefined;
  /** All that are open: that which is being tried, the current one, and the one before, which ends soon. */
  readonly #open = new Set<RedisLink>();
  /** Since when there is no link, or one that has to be replaced. */
  #troubledAt: number | undefined = performance.now();
  #trouble = deferred();
  /** Resolves with the next link. */
  #nextLink = deferred();
  #lastAnswerAt = 0;
  #attempts = 0;
  #closed = false;

  constructor(
    private readonly options: RedisLinkOptions,
    logger: Logger,
  ) {
    this.#log = new OutageLog(logger, options);
    void this.#keepLinked();
  }

  /** A call that may be made twice: it is, over the next link, when the connection was cut under it. */
  read<T>(call: Call<T>): Promise<T> {
    return this.#call(call, ({ answered, code }) => !answered && code !== 'TIMEOUT');
  }

  /** A call that is sent once: when it rejects without an answer, it may have been carried out or not. */
  async write<T>(call: Call<T>): Promise<T> {
    const answer = await this.#call(call, ({ code }) => code === 'OFFLINE');
    this.#log.writable();
    return answer;
  }

  /** Cuts all connections at once; every call rejects from now on. */
  close(): void {
    this.#closed = true;
    this.#link = undefined;
    for (const link of this.#open) this.#end(link);
    this.#trouble.resolve();
    this.#nextLink.resolve();
  }

  async #call<T>(call: Call<T>, mayRepeat: (error: RedisError) => boolean): Promise<T> {
    const endsAt = performance.now() + this.options.timeoutMs;
    const link = await this.#usableLink(endsAt);
    try {
      return await this.#send(link, call, endsAt);
    } catch (thrown) {
      const error = toRedisError(thrown);
      if (!mayRepeat(error)) throw error;
      return this.#send(await this.#usableLink(endsAt, link), call, endsAt);
    }
  }

  /** The link, other than the one that just failed; waits for it while the loss may be a blip. */
  async #usableLink(endsAt: number, failed?: RedisLink): Promise<RedisLink> {
    while (this.#link === undefined || this.#link === failed) {
      const patienceEndsAt = Math.min(endsAt, (this.#troubledAt ?? 0) + BLIP_MS);
      if (this.#closed || patienceEndsAt <= performance.now()) throw new RedisError('OFFLINE');
      await before(patienceEndsAt, this.#nextLink.promise, () => new RedisError('OFFLINE'));
    }
    return this.#link;
  }

  async #send<T>(link: RedisLink, call: Call<T>, endsAt: number): Promise<T> {
    const sentAt = performance.now();
    const answer = call(link);
    // Also of one that comes too late for its caller.
    const answered = () => (this.#lastAnswerAt = performance.now());
    answer.then(answered, (error: unknown) => toRedisError(error).answered && answered());
    try {
      return await before(endsAt, answer, () => new RedisError('TIMEOUT'));
    } catch (thrown) {
      const error = toRedisError(thrown);
      this.#judge(link, error, sentAt);
      throw error;
    }
  }

  async #keepLinked(): Promise<void> {
    for (let failures = 0; !this.#closed; failures += 1) {
      await pause(failures);
      const startedAt = performance.now();
      const link = await this.#connect(this.#nextAddress());
      if (link === undefined) continue;
      this.#use(link);
      await this.#trouble.promise;
      if (performance.now() - startedAt > STEADY_MS) failures = -1;
    }
  }

  /** REDIS_URL and the nodes of a cluster in turn, because any one of them may hang. */
  #nextAddress(): NodeAddress {
    const addresses = [this.options, ...(this.#link?.addresses ?? [])];
    this.#attempts += 1;
    return addresses[this.#attempts % addresses.length] ?? this.options;
  }

  /** A link that answers, or undefined. */
  async #connect(address: NodeAddress): Promise<RedisLink | undefined> {
    if (this.#closed) return undefined;
    let reason: unknown;
    const link = openLink(this.options, address, (error) => {
      reason = error;
      this.#broken(link, toRedisError(error));
    });
    this.#open.add(link);
    const connecting = link.connect().then(() => ping(link));
    try {
      await before(performance.now() + this.options.timeoutMs, connecting, () => new RedisError('TIMEOUT'));
      if (!this.#closed) return link;
    } catch (error) {
      if (!this.#closed) this.#log.down(toRedisError(reason ?? error).code);
    }
    // Also when it gets through after all.
    const end = () => this.#end(link);
    connecting.then(end, end);
    end();
    return undefined;
  }

  #use(link: RedisLink): void {
    if (this.#closed) return this.#end(link);
    const former = this.#link;
    this.#link = link;
    this.#troubledAt = undefined;
    this.#trouble = deferred();
    this.#nextLink.resolve();
    this.#nextLink = deferred();
    this.#log.up();
    // What is under way there ends by then.
    if (former !== undefined) setTimeout(() => this.#end(former), this.options.timeoutMs).unref();
  }

  /** What a failed call says of its link. */
  #judge(link: RedisLink, error: RedisError, sentAt: number): void {
    switch (error.code) {
      case 'READONLY':
        // A fail-over left us with a replica. Whoever has the address by now is the one to talk to.
        this.#log.readOnly();
        return this.#replace(link);
      case 'TIMEOUT':
        // It hangs if it answered nobody meanwhile; else it is only slow.
        return this.#lastAnswerAt < sentAt ? this.#broken(link, error) : this.#replace(link);
      case 'OFFLINE':
      case 'CLOSED':
        return this.#broken(link, error);
    }
  }

  /** One of its connections is gone, or as good as gone: a cluster has others. */
  #broken(link: RedisLink, error: RedisError): void {
    if (link.outlivesNodes) this.#replace(link);
    else this.#lose(link, error);
  }

  /** The link is gone. */
  #lose(link: RedisLink, error: RedisError): void {
    if (link !== this.#link) return;
    this.#link = undefined;
    this.#end(link);
    this.#log.down(error.code);
    this.#troubled();
  }

  /** The link goes on until there is a better one. */
  #replace(link: RedisLink): void {
    if (link === this.#link) this.#troubled();
  }

  #troubled(): void {
    this.#troubledAt ??= performance.now();
    this.#trouble.resolve();
  }

  #end(link: RedisLink): void {
    this.#open.delete(link);
    link.destroy();
  }
}

/** By chance, or all instances would come back to a Redis at the same moment. */
function pause(failures: number): Promise<void> {
  const longestMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);
  const ms = failures === 0 ? 0 : Math.random() * longestMs;
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
