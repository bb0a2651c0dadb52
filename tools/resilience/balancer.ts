import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { statusOf } from '../processes/status-of.js';

const PROBE_INTERVAL_MS = 250;

/**
 * A plain TCP balancer: connections go round robin to the instances whose `/readyz` was 200 when it was last asked. It
 * knows nothing of HTTP, cookies or sessions.
 */
export class Balancer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #ready = new Set<number>();
  #targets: readonly number[] = [];
  #turn = 0;
  #probing: NodeJS.Timeout | undefined;

  private constructor() {
    this.#server = createServer((client) => this.#forward(client, [...this.#ready]));
  }

  static async start(): Promise<Balancer> {
    const balancer = new Balancer();
    await new Promise<void>((resolve, reject) => {
      balancer.#server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    return balancer;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Looks at these ports from now on. */
  watch(ports: readonly number[]): void {
    this.#targets = ports;
    this.#probing ??= setInterval(() => void this.probe(), PROBE_INTERVAL_MS);
  }

  async probe(): Promise<void> {
    await Promise.all(
      this.#targets.map(async (port) => {
        if ((await statusOf(`http://127.0.0.1:${port}/readyz`)) === 200) this.#ready.add(port);
        else this.#ready.delete(port);
      }),
    );
  }

  async close(): Promise<void> {
    clearInterval(this.#probing);
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #forward(client: Socket, candidates: number[]): void {
    this.#sockets.add(client.on('close', () => this.#sockets.delete(client)));
    client.on('error', () => client.destroy());
    // Like most balancers: when nobody is ready, everybody is asked.
    const from = candidates.length > 0 ? candidates : [...this.#targets];
    this.#turn += 1;
    this.#connect(client, from, this.#turn % Math.max(1, from.length), from.length);
  }

  #connect(client: Socket, ports: readonly number[], index: number, triesLeft: number): void {
    const port = ports[index % Math.max(1, ports.length)];
    if (port === undefined || triesLeft === 0) {
      client.destroy();
      return;
    }
    const server = connect(port, '127.0.0.1');
    this.#sockets.add(server.on('close', () => this.#sockets.delete(server)));
    server.once('connect', () => {
      server.on('close', () => client.destroy());
      client.on('close', () => server.destroy());
      client.pipe(server);
      server.pipe(client);
    });
    server.on('error', () => {
      // Refused: nothing was sent yet, another instance can have it.
      if (server.connecting || server.bytesWritten === 0) {
        this.#connect(client, ports, index + 1, triesLeft - 1);
      }
      server.destroy();
    });
  }
}
