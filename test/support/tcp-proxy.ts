import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, Socket } from 'node:net';

/** A network in the hands of a test: stands between a client and a port of 127.0.0.1. */
export class TcpProxy {
  /** Where new connections lead. */
  target: number;
  /** How long answers are on their way. */
  delayMs = 0;
  /** Connections that were taken so far. */
  connections = 0;
  #cut: ((answer: Buffer) => Buffer | undefined) | undefined;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(target: number) {
    this.target = target;
    this.#server = createServer((client) => this.#join(client));
  }

  static async start(target: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Cuts every connection; new ones are taken. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Lets the next answer pass up to this many bytes, and cuts its connection there. */
  cutNextAnswerAfter(bytes: number): void {
    this.#cut = (answer) => {
      this.#cut = undefined;
      return answer.subarray(0, bytes);
    };
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.cut();
    await closed;
  }

  #join(client: Socket): void {
    this.connections += 1;
    const server = new Socket().connect(this.target, '127.0.0.1');
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    client.on('data', (bytes) => server.write(bytes));
    server.on('data', (bytes) => {
      const part = this.#cut?.(bytes);
      if (part !== undefined) client.end(part);
      else if (this.delayMs === 0) client.write(bytes);
      else setTimeout(() => client.write(bytes), this.delayMs);
    });
  }
}
