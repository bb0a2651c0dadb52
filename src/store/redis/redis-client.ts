import { isIP } from 'node:net';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { RedisServers } from '../../../config/redis-address.js';
import { failureCode } from './redis-error.js';

export interface RedisClientOptions extends RedisServers {
  /** How long connecting may take, and a call, in milliseconds. */
  readonly timeoutMs: number;
}

/** What the client asks or tells whoever uses it. */
export interface RedisClientEvents {
  /** Called when a connection was lost or not made. @returns how long to wait until the next attempt, in milliseconds */
  pauseMs: () => number;
  /** Redis takes no writes: it is a replica. */
  onReadOnly: () => void;
}

/** Connections that are ended may finish what they are sending, for so long. */
const DISCONNECT_MS = 20;

/**
 * A client of ioredis, which connects at once, and again after each loss. What it is given is sent once: over a connection
 * that is there, never later, and never again.
 */
export function createRedisClient(options: RedisClientOptions, events: RedisClientEvents): Redis | Cluster {
  return options.cluster ? createCluster(options, events) : createSingle(options, events);
}

/** After so long without any answer a connection is given up: before the calls that wait end, so that none goes after them. */
export function silenceMs(timeoutMs: number): number {
  return Math.floor(timeoutMs * 0.95);
}

function createSingle(options: RedisClientOptions, { pauseMs, onReadOnly }: RedisClientEvents): Redis {
  const { host, port, sentinelMaster, timeoutMs, password, database } = options;
  return new Redis({
    ...settingsOf(options),
    db: database,
    retryStrategy: pauseMs,
    // It would send what was queued, though whoever asked was told meanwhile that it failed.
    enableOfflineQueue: false,
    reconnectOnError: (error) => {
      if (failureCode(error) === 'READONLY') onReadOnly();
      return false;
    },
    ...(sentinelMaster === undefined
      ? // Servers behind one address go by the name that they are asked for (SNI).
        { host, port, ...(options.tls && isIP(host) === 0 && { tls: { servername: host } }) }
      : {
          sentinels: [{ host, port }, ...options.others],
          name: sentinelMaster,
          sentinelRetryStrategy: pauseMs,
          sentinelCommandTimeout: timeoutMs,
          // Those that need none take any.
          ...(password !== undefined && { sentinelPassword: password.reveal() }),
          ...(options.tls && { sentinelTLS: {}, enableTLSForSentinelMode: true }),
        }),
  });
}

function createCluster(options: RedisClientOptions, { pauseMs }: RedisClientEvents): Cluster {
  const cluster = new Cluster([{ host: options.host, port: options.port }, ...options.others], {
    clusterRetryStrategy: pauseMs,
    enableReadyCheck: false,
    // What was sent over a connection that broke may have been done.
    retryDelayOnFailover: 0,
    // Whoever asks is told so, and asks again.
    retryDelayOnClusterDown: 0,
    // A certificate is for a name, and not for what it resolves to.
    dnsLookup: (name, callback) => callback(null, name),
    redisOptions: settingsOf(options),
  });
  cluster.on('+node', (node: Redis) => {
    const send = node.sendCommand.bind(node);
    // A node that is being connected to queues. What was queued for too long is not sent any more.
    node.sendCommand = (command, stream) => (command.isSettled ? command.promise : send(command, stream));
    // At once: so nobody waits for it, and what is wrong with it is told in its words.
    if (!node.options.readOnly) node.connect().catch(() => undefined);
  });
  return cluster;
}

/** What all connections have in common. Address and database are left out: in a cluster each node has its own. */
function settingsOf({ tls, user, password, timeoutMs }: RedisClientOptions) {
  return {
    connectTimeout: timeoutMs,
    disconnectTimeout: DISCONNECT_MS,
    socketTimeout: silenceMs(timeoutMs),
    autoResendUnfulfilledCommands: false,
    // What is under way on a connection that breaks is rejected at once.
    maxRetriesPerRequest: 0,
    // It asks with INFO, which a user with few rights may not; RedisConnection asks in its own way.
    enableReadyCheck: false,
    disableClientInfo: true,
    ...(tls && { tls: {} }),
    ...(user !== undefined && { username: user.reveal() }),
    ...(password !== undefined && { password: password.reveal() }),
  } satisfies RedisOptions;
}
