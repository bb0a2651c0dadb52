import { resetConnection } from '../connections.js';
import type { Strike } from './fault.js';
import { insteadOfSending } from './instead-of-sending.js';

/** What happens to connections. Each ends with its connection: the client's, or the emulator's when that closes. */

const DRIP_MS = 1000;

/** Nothing is ever answered; closing the emulator closes the connection. */
export const hang: Strike = () => undefined;

export const reset: Strike = (res) => {
  if (res.socket) resetConnection(res.socket);
};

/** Half of what its Content-Length promises. */
export const cutOff: Strike = (res, _state, next) => {
  insteadOfSending(res, next, (honest) => {
    const body = Buffer.from(JSON.stringify(honest));
    res.type('json').set('Content-Length', String(body.length));
    res.write(body.subarray(0, body.length / 2), () => res.socket?.destroy());
  });
};

/** A byte a second: the connection is never idle for long, and the answer takes half an hour. */
export const drip: Strike = (res, _state, next) => {
  insteadOfSending(res, next, (honest) => {
    const body = Buffer.from(JSON.stringify(honest));
    let sent = 0;
    res.type('json').set('Content-Length', String(body.length));
    const timer = setInterval(() => {
      res.write(body.subarray(sent, (sent += 1)));
      if (sent === body.length) res.end();
    }, DRIP_MS);
    res.once('close', () => clearInterval(timer));
    res.flushHeaders();
  });
};
