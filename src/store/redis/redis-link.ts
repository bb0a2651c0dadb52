import { randomUUID } from 'node:crypto';
import { createClient, createCluster, type RedisArgument, type RedisClientOptions, RESP_TYPES } from 'redis';
import type { RedisAddress } from '../../../config/redis-address.js';

export interface RedisLinkOptions extends RedisAddress {
  /** True when the address is a node of a cluster, which tells the others. */
  readonly cluster: boolean;
  /** How long connecting may take, and a call, in milliseconds. */
  readonly timeoutMs: number;
}

/** Sends one command; strings in the answer are Buffers. */
export type Send = (command: readonly RedisArgument[]) => Promise<unknown>;

/** Connections to one Redis or to the nodes of one cluster. It never connects twice: a broken link is replaced. */
export interface RedisLink {
  /** Resolves when commands can be sent. */
  connect(): Promise<void>;
  /** Sends one command. In a cluster `key`, one of the command's keys, says to which node. */
  send(key: string, command: readonly RedisArgument[]): Promise<unknown>;
  /** Every node that has keys. */
  nodes(): Promise<Send[]>;
  /** True for a cluster, which has other nodes when the connection to one breaks. */
  readonly outlivesNodes: boolean;
  /** Of the cluster's nodes: where else the next link may ask. */
  readonly addresses: readonly NodeAddress[];
  /** Ends all connections at once; what was under way rejects. */
  destroy(): void;
}

export interface NodeAddress {
  readonly host: string;
  readonly port: number;
}

const BUFFERS = { typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } };

/** Commands that wait for their answers, for each connection: beyond that Redis is too slow to be waited for. */
const MAX_PENDING = 5000;

/** Quiet connections are tried, so that a dead one is noticed before somebody needs it. */
const PING_INTERVAL_MS = 5000;

/**
 * @param at where to connect to: in a cluster the node that is asked for the others
 * @param onBroken is told of each connection that breaks, and of each attempt that fails
 */
export function openLink(options: RedisLinkOptions, at: NodeAddress, onBroken: (error: unknown) => void): RedisLink {
  return options.cluster ? openCluster(options, at, onBroken) : openSingle(options, at, onBroken);
}

/** Reads a key that nobody has, because PING is answered also where nothing can be read: `LOADING`, `CLUSTERDOWN`. */
export async function ping(link: RedisLink): Promise<void> {
  const key = `session:{${randomUUID()}}`;
  await link.send(key, ['GET', key]);
}

function openSingle(
  options: RedisLinkOptions,
  { host, port }: NodeAddress,
  onBroken: (error: unknown) => void,
): RedisLink {
  const { database } = options;
  const settings = clientSettings(options);
  const client = createClient({
    ...settings,
    socket: { ...settings.socket, host, port },
    database,
  }).on('error', onBroken);
  const send: Send = (command) => client.sendCommand([...command], BUFFERS);
  return {
    outlivesNodes: false,
    addresses: [],
    connect: async () => void (await client.connect()),
    send: (_key, command) => send(command),
    nodes: () => Promise.resolve([send]),
    destroy: () => client.destroy(),
  };
}

function openCluster(
  options: RedisLinkOptions,
  { host, port }: NodeAddress,
  onBroken: (error: unknown) => void,
): RedisLink {
  const settings = clientSettings(options);
  const cluster = createCluster({
    rootNodes: [{ socket: { host, port } }],
    defaults: settings,
    commandOptions: settings.commandOptions,
  })
    .on('error', onBroken)
    .on('node-error', onBroken);
  return {
    outlivesNodes: true,
    get addresses() {
      return cluster.masters.map((node) => ({ host: node.host, port: node.port }));
    },
    connect: async () => void (await cluster.connect()),
    send: (key, command) => cluster.sendCommand(key, false, [...command], BUFFERS),
    nodes: () =>
      Promise.all(
        cluster.masters.map(async (node): Promise<Send> => {
          const client = await cluster.nodeClient(node);
          return (command) => client.sendCommand([...command], BUFFERS);
        }),
      ),
    destroy: () => cluster.destroy(),
  };
}

/** What all connections have in common. Address and database are left out: in a cluster each node has its own. */
function clientSettings({ tls, user, password, timeoutMs }: RedisLinkOptions) {
  return {
    socket: {
      connectTimeout: timeoutMs,
      // Longer than the pings are apart, so that only a connection that is dead is cut.
      socketTimeout: PING_INTERVAL_MS + timeoutMs,
      // Reconnecting is RedisConnection's business.
      reconnectStrategy: false,
      ...(tls && { tls }),
    },
    ...(user !== undefined && { username: user.reveal() }),
    ...(password !== undefined && { password: password.reveal() }),
    pingInterval: PING_INTERVAL_MS,
    disableOfflineQueue: true,
    commandsQueueMaxLength: MAX_PENDING,
    // RedisConnection's deadline covers more; node-redis's own ends when a command is sent.
    commandOptions: { timeout: 0 },
    maintNotifications: 'disabled',
  } satisfies RedisClientOptions;
}
