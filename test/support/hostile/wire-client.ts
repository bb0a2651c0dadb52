import { connect, type Socket } from 'node:net';
import {
  headerValues,
  type HostileRequest,
  isWellFormed,
  parseAnswer,
  toBytes,
  type WireAnswer,
} from './wire-format.js';

const TIMEOUT_MS = 5000;
/** A request that is malformed may also be incomplete: after so long without an answer it is ended. */
const PATIENCE_MS = 250;

/** Sends bytes to a server, over connections that are kept as long as every request on them was well-formed. */
export class WireClient {
  readonly #host: string;
  readonly #port: number;
  readonly #idle: Socket[] = [];

  constructor(url: string) {
    const { host, port } = new URL(url);
    this.#host = host;
    this.#port = Number(port);
  }

  /**
   * @returns the answer, or undefined when the connection was closed without one
   * @throws Error when neither comes within five seconds, or when what comes is not one answer in HTTP
   */
  async send(request: HostileRequest): Promise<WireAnswer | undefined> {
    const bytes = toBytes(request, this.#host);
    const wellFormed = isWellFormed(request);
    const kept = wellFormed ? this.#keptConnection() : undefined;
    const answer = kept && (await this.#exchange(kept, bytes, request.method, wellFormed));
    // The server may have closed a kept connection while this request was on its way.
    return answer ?? this.#exchange(await this.#connect(), bytes, request.method, wellFormed);
  }

  /** Sends so many thousandths of a request and is gone. */
  async abandon(request: HostileRequest, thousandths: number): Promise<void> {
    const bytes = toBytes(request, this.#host);
    const socket = await this.#connect();
    await new Promise((resolve) => {
      socket.write(bytes.subarray(0, Math.ceil((bytes.length * thousandths) / 1000)), resolve);
    });
    socket.destroy();
  }

  close(): void {
    for (const socket of this.#idle.splice(0)) socket.destroy();
  }

  #keptConnection(): Socket | undefined {
    let socket = this.#idle.pop();
    while (socket?.destroyed) socket = this.#idle.pop();
    return socket;
  }

  #connect(): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.#port, '127.0.0.1', () => resolve(socket));
      // Of an open connection it is followed by 'close'.
      socket.on('error', reject);
    });
  }

  #exchange(socket: Socket, bytes: Buffer, method: string, wellFormed: boolean): Promise<WireAnswer | undefined> {
    return new Promise((resolve, reject) => {
      let received = Buffer.alloc(0);
      const patience = wellFormed ? undefined : setTimeout(() => socket.end(), PATIENCE_MS);
      const hanging = setTimeout(() => settle(new Error('neither answered nor closed')), TIMEOUT_MS);
      const settle = (outcome: WireAnswer | Error | undefined) => {
        clearTimeout(patience);
        clearTimeout(hanging);
        socket.removeAllListeners('data').removeAllListeners('close');
        if (outcome instanceof Error || !wellFormed || !outcome || isLast(outcome)) socket.destroy();
        else this.#idle.push(socket);
        if (outcome instanceof Error) reject(outcome);
        else resolve(outcome);
      };
      const look = (ended: boolean) => {
        try {
          const answer = parseAnswer(received, method, ended);
          if (wellFormed && answer?.surplus) throw new Error('more than one answer');
          if (answer !== undefined || ended) settle(answer);
        } catch (error) {
          settle(error as Error);
        }
      };
      socket.on('data', (chunk: Buffer) => {
        received = Buffer.concat([received, chunk]);
        look(false);
      });
      socket.on('close', () => look(true));
      socket.write(bytes);
    });
  }
}

function isLast(answer: WireAnswer): boolean {
  return headerValues(answer, 'Connection').some((value) => value.toLowerCase() === 'close');
}
