import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { LOGGER } from './logging/logger.js';

/** What operators count. None says who it was about: no id of a person, no address, no token. */
export type ServiceEvent =
  /** Somebody came back from Entra and is signed in. `challenged`: because Entra or Graph had asked for it. */
  | { event: 'sign_in'; challenged: boolean }
  /** A sign-in that began here led to no session. */
  | { event: 'sign_in_refused'; errorCode: string; aadsts: string | undefined }
  /** A person was sent to sign in again, for what Entra or Graph asks for. */
  | { event: 'challenge'; errorCode: string; aadsts: string | undefined }
  | { event: 'sign_out'; everywhere: boolean }
  /** Sessions ended before their time. `replaced`: by another sign-in in the same browser; `gave_way`: to newer ones. */
  | {
      event: 'session_ended';
      reason: 'sign_out' | 'front_channel' | 'withdrawn' | 'replaced' | 'gave_way';
      count: number;
    }
  /** A refresh token was sent to Entra; `errorCode` is what it failed with. */
  | { event: 'token_refresh'; errorCode: string | undefined }
  /** One call to Graph, retries included; `path` without what names somebody. */
  | { event: 'graph_call'; path: string; status: number | undefined; durationMs: number };

type Listener = (event: ServiceEvent) => unknown;

/** Too many to be told at `info`. */
const FREQUENT = new Set<ServiceEvent['event']>(['token_refresh', 'graph_call']);

/** The one place where events are raised. The log hears of all; metrics and an audit trail listen here as well. */
@Injectable()
export class Events {
  readonly #listeners = new Set<Listener>();

  constructor(@Inject(LOGGER) private readonly log: Logger) {}

  raise(event: ServiceEvent): void {
    this.log[FREQUENT.has(event.event) ? 'debug' : 'info'](event, 'event');
    for (const listener of this.#listeners) void this.#tell(listener, event);
  }

  /** @param listener is called while a request is served, which waits for nothing; what it throws is logged */
  listen(listener: Listener): void {
    this.#listeners.add(listener);
  }

  /** Nobody who is served has to do with a listener that fails. */
  async #tell(listener: Listener, event: ServiceEvent): Promise<void> {
    try {
      await listener(event);
    } catch (error) {
      this.log.error({ err: error, event: event.event }, 'somebody who listens to events failed');
    }
  }
}
