import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Strike } from './fault.js';
import { insteadOfSending } from './instead-of-sending.js';

/** Discovery documents and key sets that are not as they should be, but whole. */

const PADDING_BYTES = 10 * 1024 * 1024;
const CHUNK = 'x'.repeat(64 * 1024);

export const plainText: Strike = (res, _state, next) => {
  insteadOfSending(res, next, (honest) => {
    res.type('text').send(JSON.stringify(honest));
  });
};

/** Streamed, so that a client that reads on pays for it and the emulator does not. */
export const huge: Strike = (res, _state, next) => {
  insteadOfSending(res, next, (honest) => {
    res.type('json');
    // Whoever has read enough hangs up: that is no error.
    pipeline(Readable.from(padded(honest)), res).catch(() => undefined);
  });
};

function* padded(honest: object): Generator<string> {
  yield `${JSON.stringify(honest).slice(0, -1)},"padding":"`;
  for (let sent = 0; sent < PADDING_BYTES; sent += CHUNK.length) yield CHUNK;
  yield '"}';
}

export const noKeys: Strike = (res) => {
  res.json({ keys: [] });
};

export const missingEndpoints: Strike = (res, _state, next) => {
  insteadOfSending(res, next, (honest) => {
    const { authorization_endpoint: _a, token_endpoint: _t, jwks_uri: _j, ...rest } = honest;
    res.json(rest);
  });
};

export const foreignHost: Strike = (res, { faults }, next) => {
  const moved = (url: unknown) => faults.foreignOrigin + new URL(String(url)).pathname;
  insteadOfSending(res, next, (honest) => {
    const { token_endpoint, jwks_uri } = honest;
    res.json({ ...honest, token_endpoint: moved(token_endpoint), jwks_uri: moved(jwks_uri) });
  });
};
