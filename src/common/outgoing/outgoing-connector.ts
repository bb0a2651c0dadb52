import type { Socket } from 'node:net';
import { buildConnector } from 'undici';

/** As undici's own, and gives up when the signal says so. */
export type Connector = (
  target: buildConnector.Options,
  callback: buildConnector.Callback,
  givenUp: AbortSignal,
) => void;

/** Connects, with TLS where the target has it. @param timeoutMs for all of that */
export function directConnector(timeoutMs: number): Connector {
  // It gives the socket, which its type does not say.
  const connect = buildConnector({ timeout: timeoutMs }) as (...call: Parameters<buildConnector.connector>) => Socket;
  return (target, callback, givenUp) => {
    const socket = connect(target, callback);
    givenUp.addEventListener('abort', () => socket.destroy(givenUp.reason as Error), { once: true });
  };
}
