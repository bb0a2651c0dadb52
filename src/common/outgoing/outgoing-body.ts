import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { codeOf, tooLarge, TransportError } from './transport-error.js';

/** For Accept-Encoding: what `decodeBody` reads. */
export const ENCODINGS = 'gzip, deflate, br';

const decoders = {
  gzip: promisify(gunzip),
  br: promisify(brotliDecompress),
  zlib: promisify(inflate),
  deflate: promisify(inflateRaw),
};

/**
 * The body of an answer without its compression. No more is unfolded than `maxBytes`, whatever a bomb holds; what has
 * another encoding than those is given as it is.
 * @throws TransportError `invalid_answer`
 */
export async function decodeBody(body: Buffer, encoding: string | undefined, maxBytes: number): Promise<Buffer> {
  const decode = body.length === 0 ? undefined : decoderOf(encoding?.trim().toLowerCase(), body);
  if (decode === undefined) return body;
  try {
    return await decode(body, { maxOutputLength: maxBytes });
  } catch (error) {
    const reason = codeOf(error);
    throw reason === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : new TransportError('invalid_answer', reason);
  }
}

function decoderOf(encoding: string | undefined, body: Buffer) {
  if (encoding === 'gzip' || encoding === 'x-gzip') return decoders.gzip;
  if (encoding === 'br') return decoders.br;
  if (encoding !== 'deflate') return undefined;
  // RFC 9110, 8.4.1.2: in the form of zlib, though some send the stream alone. Zlib says 8 in its first byte.
  return ((body[0] ?? 0) & 0x0f) === 8 ? decoders.zlib : decoders.deflate;
}
