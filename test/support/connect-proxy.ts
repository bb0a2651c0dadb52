import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A proxy that opens tunnels (CONNECT), whatever the host, to one port of this machine. */
export class ConnectProxy {
  /** Where each tunnel was asked to lead, in order. */
  readonly tunnels: string[] = [];
  /** The `Proxy-Authorization` of each. */
  readonly credentials: (string | undefined)[] = [];
  /** The paths of what was asked without a tunnel. */
  readonly plain: string[] = [];
  /** 200 opens the tunnel; 0 leaves who asks without an answer. */
  status = 200;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(target: number) {
    this.#server = createServer((request, response) => {
      this.plain.push(request.url ?? '');
      response.writeHead(502).end();
    });
    this.#server.on('connection', (socket: Socket) => this.#keep(socket));
    this.#server.on('connect', (request, client: Socket) => {
      this.tunnels.push(request.url ?? '');
      this.credentials.push(request.headers['proxy-authorization']);
      if (this.status === 0) return;
      if (this.status !== 200) {
        client.end(`HTTP/1.1 ${this.status} No\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{}`);
        return;
      }
      const host = this.#keep(connect(target, '127.0.0.1'));
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      client.pipe(host).pipe(client);
    });
  }

  static async start(target: number): Promise<ConnectProxy> {
    const proxy = new ConnectProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket);
    return socket.on('error', () => socket.destroy()).on('close', () => this.#sockets.delete(socket));
  }
}
