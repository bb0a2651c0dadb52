import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { Certificate } from '../../tools/certificates/loopback-certificate.js';

/** Answers a request, byte by byte as the test wants it. Below TLS there is another socket, `wire`. */
export type RawScript = (socket: Socket, wire: Socket) => void;

/** A host that does with its connections what no server of HTTP would. Each request must come in one packet. */
export class RawHost {
  /** Every request in full, in order, with the number of the connection that it came by. */
  readonly requests: { connection: number; text: string }[] = [];
  /** Used up one by one. */
  scripts: RawScript[] = [];
  /** What comes after them: by 200 with `{}`, unless a test says otherwise, and the connection is kept. */
  answers: RawScript = answerRaw();
  /** Connections that were taken so far. */
  connections = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(certificate: Certificate | undefined) {
    const secureContext = certificate && createSecureContext(certificate);
    this.#server = createServer((wire) => {
      this.#take(secureContext === undefined ? wire : new TLSSocket(wire, { isServer: true, secureContext }), wire);
    });
  }

  /** On 127.0.0.1; with a certificate by TLS. */
  static async start(certificate?: Certificate): Promise<RawHost> {
    const host = new RawHost(certificate);
    host.#server.listen(0, '127.0.0.1');
    await once(host.#server, 'listening');
    return host;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Connections that are there now. */
  get open(): number {
    return this.#sockets.size;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #take(socket: Socket, wire: Socket): void {
    this.connections += 1;
    const connection = this.connections;
    this.#sockets.add(wire);
    wire.on('error', () => undefined).on('close', () => this.#sockets.delete(wire));
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => {
      this.requests.push({ connection, text: bytes.toString() });
      (this.scripts.shift() ?? this.answers)(socket, wire);
    });
  }
}

/** 200 with JSON, on a connection that is kept. */
export const answerRaw =
  (json = '{}'): RawScript =>
  (socket) => {
    const head = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${json.length}\r\n\r\n`;
    socket.write(`${head}${json}`);
  };
