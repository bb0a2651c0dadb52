import { createServer, request, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { duplexPair } from 'node:stream';
import { buffer } from 'node:stream/consumers';

export interface InnerRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | undefined;
}

export interface InnerAnswer {
  readonly status: number;
  /** Names spelt as they were sent. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What was read as part of a body can be no longer than that; Node's own limit would end the connection. */
const LONGEST_HEAD = 16 * 1024 * 1024;

/** Real HTTP within this process: what listens to nothing but a pair of streams. */
export class InnerServer {
  private readonly server: Server;

  constructor(listener: RequestListener) {
    this.server = createServer({ maxHeaderSize: LONGEST_HEAD }, listener);
  }

  /**
   * @param signal - ends the exchange, answered or not
   * @throws Error when the connection ends without an answer
   */
  async exchange({ method, path, headers, body }: InnerRequest, signal: AbortSignal): Promise<InnerAnswer> {
    const [client, server] = duplexPair();
    this.server.emit('connection', Object.assign(server, { resetAndDestroy: () => server.destroy() }));
    server.once('close', () => client.destroy());
    client.once('close', () => server.destroy());
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = request({ method, path, headers, signal, createConnection: () => client });
      // Of a GET or a DELETE Node would not say where it ends.
      if (body !== undefined) sent.setHeader('Content-Length', Buffer.byteLength(body));
      sent.once('response', resolve).once('error', reject).end(body);
    });
    return { status: answer.statusCode ?? 0, headers: spelt(answer), body: await buffer(answer) };
  }
}

function spelt({ rawHeaders }: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let at = 0; at < rawHeaders.length; at += 2) headers[rawHeaders[at] ?? ''] = rawHeaders[at + 1] ?? '';
  return headers;
}
