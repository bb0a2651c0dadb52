import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { connectionError, tooLarge, TransportError } from './transport-error.js';

export interface ExchangeLimits {
  /** Ends the exchange, whatever it is at: waiting for a connection, too. */
  deadline: AbortSignal;
  /** The longest silence: until the answer begins, and then within it. 0: up to the deadline. */
  silenceMs: number;
  maxBytes: number;
}

/** An answer as it came: compressed, if it is. */
export interface ExchangedAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** What an exchange has to know of the connection that carries it. */
export interface Carrier {
  /** True when an answer came over it before. */
  hasServed: boolean;
  /** Nobody waits for the connection any more, if it is still being made. */
  giveUp(): void;
}

export type ExchangeOptions = Dispatcher.DispatchOptions & {
  exchange: Exchange;
  /** Kept connections are not good enough. */
  overNewConnection: boolean;
};

/**
 * One request and its answer, as undici tells of them. undici's own limits are off: they begin with the connection, look
 * once in half a second, and an abort is heard only where a connection has taken the request.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  /** Which connection took the request: it says so itself. */
  carrier: Carrier | undefined;
  readonly answer: Promise<ExchangedAnswer>;
  readonly #chunks: Buffer[] = [];
  readonly #limits: ExchangeLimits;
  readonly #silence: NodeJS.Timeout | undefined;
  readonly #onDeadline = () => this.#fail(new TransportError('timeout', 'ERR_CANCELED'));
  #settle: { resolve: (answer: ExchangedAnswer) => void; reject: (error: TransportError) => void } | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #isKept = false;
  /** A byte of the answer has come. */
  #isAnswered = false;
  #head: Pick<ExchangedAnswer, 'status' | 'headers'> | undefined;
  #bytes = 0;

  constructor(limits: ExchangeLimits) {
    this.#limits = limits;
    this.answer = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    const { deadline, silenceMs } = limits;
    if (deadline.aborted) this.#onDeadline();
    else deadline.addEventListener('abort', this.#onDeadline);
    if (silenceMs > 0) {
      this.#silence = setTimeout(() => this.#fail(new TransportError('timeout', 'ECONNABORTED')), silenceMs);
    }
  }

  /** True when its answer, or its failure, is known. */
  get isOver(): boolean {
    return this.#settle === undefined;
  }

  /** A connection is about to send it. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    // It waited for too long. Thrown, unlike an abort, this costs the connection nothing.
    if (this.isOver) throw new Error('given up before it was sent');
    this.#controller = controller;
    this.#isKept = this.carrier?.hasServed === true;
  }

  onResponseStarted(): void {
    this.#isAnswered = true;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    this.#silence?.refresh();
    // Those of 1xx announce another.
    if (status >= 200) this.#head = { status, headers };
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#silence?.refresh();
    this.#bytes += chunk.length;
    if (this.#bytes > this.#limits.maxBytes) this.#fail(tooLarge());
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.carrier !== undefined) this.carrier.hasServed = true;
    const [first, ...others] = this.#chunks;
    const body = first !== undefined && others.length === 0 ? first : Buffer.concat(this.#chunks);
    if (this.#head !== undefined) this.#end()?.resolve({ ...this.#head, body });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const isStale = this.#isKept && !this.#isAnswered;
    this.#end()?.reject(connectionError(error, { hasBegun: this.#head !== undefined, isStale }));
  }

  #fail(error: TransportError): void {
    this.#end()?.reject(error);
    if (this.#controller === undefined) this.carrier?.giveUp();
    else this.#controller.abort(error);
  }

  /** What remains to be told, once. */
  #end() {
    const settle = this.#settle;
    this.#settle = undefined;
    clearTimeout(this.#silence);
    this.#limits.deadline.removeEventListener('abort', this.#onDeadline);
    return settle;
  }
}
