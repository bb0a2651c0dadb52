import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Express, Response } from 'express';
import type { Configuration } from '../../config/configuration.js';
import { Answer } from '../common/answer.js';
import { refuseOtherMethods } from './method-not-allowed.js';
import { originForm } from './origin-form.js';

/** Longer than load balancers keep idle connections (Google's: 600 s): they close first, and no request is lost. */
const KEEP_ALIVE_MS = 620_000;
/** How often Node looks for requests that are too slow; by default half a minute. */
const CHECK_INTERVAL_MS = 1000;

/**
 * Express on a server that waits for nobody forever: whoever sends headers or a body too slowly gets a 408, and closing
 * it waits for requests under way, not for connections that are kept or were never used.
 */
export class BoundedExpressAdapter extends ExpressAdapter {
  /** How many requests are under way on each connection that has any. */
  readonly #underWay = new Map<Socket, number>();
  readonly #watched = new WeakSet<Socket>();
  #draining = false;
  #closing = false;

  constructor(private readonly limits: Configuration['limits']) {
    super();
  }

  override initHttpServer(): void {
    this.httpServer = createServer(
      {
        headersTimeout: this.limits.headersMs,
        requestTimeout: this.limits.requestMs,
        maxHeaderSize: this.limits.headerBytes,
        keepAliveTimeout: KEEP_ALIVE_MS,
        connectionsCheckingInterval: CHECK_INTERVAL_MS,
      },
      (request, response) => {
        this.#watch(request.socket, response);
        if (this.#draining) response.setHeader('Connection', 'close');
        // Before Express, which remembers the address as it came.
        request.url = originForm(request.url ?? '/');
        this.getInstance<RequestListener>()(request, response);
      },
    );
  }

  /** Nest calls this when all routes are there, and answers 404 to what comes after them. */
  override setNotFoundHandler(...last: Parameters<ExpressAdapter['setNotFoundHandler']>): unknown {
    refuseOtherMethods(this.getInstance<Express>());
    return super.setNotFoundHandler(...last);
  }

  /** True when the service is about to stop: it still serves, but nobody should be sent to it any more. */
  get isDraining(): boolean {
    return this.#draining;
  }

  override reply(response: Response, body: unknown, statusCode?: number): unknown {
    if (!(body instanceof Answer)) return super.reply(response, body, statusCode);
    return body.send(response.req, response);
  }

  /** Every answer from now on is the last on its connection. */
  drain(): void {
    this.#draining = true;
  }

  override close(): Promise<unknown> | undefined {
    const closed = super.close();
    this.#closing = true;
    this.#endConnectionsWhenDone();
    return closed;
  }

  #watch(socket: Socket, response: ServerResponse): void {
    this.#underWay.set(socket, (this.#underWay.get(socket) ?? 0) + 1);
    response.once('close', () => {
      const others = (this.#underWay.get(socket) ?? 0) - 1;
      if (others > 0) this.#underWay.set(socket, others);
      else this.#forget(socket);
    });
    if (this.#watched.has(socket)) return;
    this.#watched.add(socket);
    // Responses to requests that wait in line on a connection are never closed when it is cut.
    socket.once('close', () => this.#forget(socket));
  }

  #forget(socket: Socket): void {
    this.#underWay.delete(socket);
    this.#endConnectionsWhenDone();
  }

  #endConnectionsWhenDone(): void {
    if (this.#closing && this.#underWay.size === 0) this.httpServer.closeAllConnections();
  }
}
