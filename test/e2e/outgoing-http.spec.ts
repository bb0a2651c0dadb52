import { getEventListeners } from 'node:events';
import { inspect } from 'node:util';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { setTimeout as delay } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import {
  OutgoingHttp,
  OutgoingHttpModule,
  type OutgoingRequest,
  type OutgoingSettings,
  parseJson,
} from '../../src/common/outgoing/outgoing-http.js';
import { TransportError } from '../../src/common/outgoing/transport-error.js';
import { freePort } from '../../tools/processes/free-port.js';
import { RawHost } from '../support/raw-host.js';
import { answer, json, type Script, type ScriptedGraph, startScriptedGraph } from '../support/scripted-graph.js';

const SECRET = 'the-secret-of-the-call';
const MAX_BYTES = 1000;
const DEADLINE_MS = 1000;

describe('a call to another host', () => {
  let host: ScriptedGraph;
  const contexts: INestApplicationContext[] = [];

  beforeAll(async () => {
    host = await startScriptedGraph();
  });
  afterAll(async () => {
    for (const context of contexts) await context.close();
    await host.close();
  });
  beforeEach(() => host.calls.splice(0));

  async function client(settings: Partial<OutgoingSettings> = {}): Promise<OutgoingHttp> {
    const module = OutgoingHttpModule.register({ connections: 10, idleMs: 5000, maxBytes: MAX_BYTES, ...settings });
    const context = await NestFactory.createApplicationContext(module, { logger: false });
    contexts.push(context);
    return context.get(OutgoingHttp);
  }

  const send = async (script: Script, request: Partial<OutgoingRequest> = {}, http = client()) => {
    host.script = script;
    const headers = { authorization: `Bearer ${SECRET}` };
    const outgoing = await http;
    const deadline = AbortSignal.timeout(DEADLINE_MS);
    return outgoing.send({ url: `${host.endpoint}/a`, headers, deadline, ...request });
  };
  const failure = (script: Script, request?: Partial<OutgoingRequest>): Promise<unknown> =>
    send(script, request).catch((error: unknown) => error);

  it.each([200, 204, 302, 401, 404, 429, 500, 503])('gives back an answer of %i, after one try', async (status) => {
    const { status: given, headers } = await send(answer(status, 'text/plain', '', { Location: '/b' }));
    expect([given, headers['content-type']]).toEqual([status, 'text/plain']);
    expect(host.calls.map(({ path }) => path)).toEqual(['/a']);
  });

  it('brings bytes as they are', async () => {
    const { body } = await send((response) => response.end(Buffer.from([0xff, 0x00, 0xfe])));
    expect([...body]).toEqual([0xff, 0x00, 0xfe]);
  });

  it('reads JSON, with a mark of byte order too, and nothing else', async () => {
    expect(parseJson((await send(json(200, { a: 'é' }))).body)).toEqual({ a: 'é' });
    expect(parseJson((await send(answer(200, 'text/plain', '\ufeff[1]'))).body)).toEqual([1]);
    expect(parseJson((await send(answer(200, 'text/html', '<p>'))).body)).toBeUndefined();
  });

  it.each([
    ['30', 30],
    ['2.128', 3],
    [new Date(Date.now() + 3_600_000).toUTCString(), expect.closeTo(3600, -2) as unknown],
    [new Date(Date.now() - 60_000).toUTCString(), undefined],
    ['-5', undefined],
    ['0', undefined],
    ['soon', undefined],
  ])('reads Retry-After: %s', async (header, seconds) => {
    expect(await send(answer(503, 'text/plain', '', { 'Retry-After': header }))).toMatchObject({
      retryAfterSeconds: seconds,
    });
  });

  it.each<[string, Script, TransportError['kind'], string]>([
    ['silence', () => undefined, 'timeout', 'ERR_CANCELED'],
    ['half an answer, then silence', begin(), 'timeout', 'ERR_CANCELED'],
    ['half an answer, then its end', begin((response) => response.destroy()), 'unreachable', 'ERR_BAD_RESPONSE'],
    ['a reset', (response) => response.socket?.resetAndDestroy(), 'unreachable', 'ECONNRESET'],
    ['more than is read', answer(200, 'a/b', 'x'.repeat(MAX_BYTES + 1)), 'invalid_answer', 'ERR_BAD_RESPONSE'],
    ['no gzip', answer(200, 'a/b', 'no gzip at all', { 'Content-Encoding': 'gzip' }), 'invalid_answer', 'Z_DATA_ERROR'],
    ['no HTTP', (response) => response.socket?.end('HTTP/1.1 2000 OK\r\n\r\n'), 'invalid_answer', 'HPE_INVALID_HTTP'],
  ])('takes %s for what it is, and its error holds nothing of the call', async (_what, script, kind, reason) => {
    const error = await failure(script, { method: 'POST', body: new URLSearchParams({ client_secret: SECRET }) });
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ kind, reason, proxy: undefined });
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(SECRET);
  });

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['GZIP', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
  ])('reads %s up to its bound, and never unfolds more', async (encoding, compress) => {
    const compressed = (bytes: number) => compressedAs(encoding, compress(Buffer.alloc(bytes, 'x')));
    const { body, headers } = await send(compressed(MAX_BYTES));
    expect(body.toString()).toBe('x'.repeat(MAX_BYTES));
    expect(headers['content-encoding']).toBe(encoding);
    const tooMuch = { kind: 'invalid_answer', reason: 'ERR_BAD_RESPONSE' };
    expect(await failure(compressed(MAX_BYTES + 1))).toMatchObject(tooMuch);
    expect(await failure(compressed(100_000))).toMatchObject(tooMuch);
  });

  it.each([
    ['gzip', gzipSync('x'.repeat(100)).subarray(0, 15)],
    ['br', Buffer.from('no brotli at all')],
    ['deflate', deflateSync('x'.repeat(100)).subarray(0, 8)],
  ])('takes %s that breaks off or is none for an answer that is none', async (encoding, bytes) => {
    expect(await failure(compressedAs(encoding, bytes))).toMatchObject({ kind: 'invalid_answer' });
  });

  it.each([
    ['gzip', ''],
    ['zstd', 'as it came'],
  ])('leaves %s of %j as it is', async (encoding, text) => {
    expect((await send(compressedAs(encoding, Buffer.from(text)))).body.toString()).toBe(text);
  });

  it('joins a header that comes twice, and takes the first of those that can not be joined', async () => {
    const { headers, retryAfterSeconds } = await send((response) => {
      response.setHeader('WWW-Authenticate', ['Basic realm="a"', 'Bearer realm="b"']);
      response.setHeader('Retry-After', ['7', '9']);
      response.end();
    });
    expect(headers['www-authenticate']).toBe('Basic realm="a", Bearer realm="b"');
    expect(retryAfterSeconds).toBe(7);
  });

  it('passes over an early hint, and refuses headers without end', async () => {
    const hinted = await send((response) =>
      response.writeEarlyHints({ link: '</a>; rel=preload' }, () => response.end()),
    );
    expect(hinted.status).toBe(200);
    expect(await failure(answer(200, 'a/b', '', { 'X-Huge': 'x'.repeat(20_000) }))).toMatchObject({
      kind: 'invalid_answer',
      reason: 'HPE_HEADER_OVERFLOW',
    });
  });

  // RFC 9110, 10.1.1: only for who asks for it, which we never do. undici ends the connection, and can't be told otherwise.
  it('takes a 100 that was not asked for as the end of the connection, at once', async () => {
    const told = await failure((response) => response.writeContinue(() => response.end()));
    expect(told).toMatchObject({ kind: 'unreachable', reason: 'ECONNRESET', isStale: false });
  });

  it('waits for a body that comes in pieces for as long as each breaks the silence, and lets go of the deadline', async () => {
    const deadline = new AbortController().signal;
    const inPieces: Script = (response) => {
      for (const [index, piece] of [...'abcde'].entries()) setTimeout(() => response.write(piece), 60 * index);
      setTimeout(() => response.end(), 300);
    };
    expect((await send(inPieces, { silenceMs: 200, deadline })).body.toString()).toBe('abcde');
    expect(getEventListeners(deadline, 'abort')).toEqual([]);
  });

  it('gives up waiting for a connection in time, sends nothing then, and the connection lives on', async () => {
    const http = Promise.resolve(await client({ connections: 1 }));
    const ports = new Set<number | undefined>();
    const slow: Script = (response) => {
      ports.add(response.socket?.remotePort);
      setTimeout(() => response.end(), 150);
    };
    const first = send(slow, {}, http);
    const waiting = send(slow, { silenceMs: 50, url: `${host.endpoint}/too-late` }, http);
    await expect(waiting).rejects.toMatchObject({ kind: 'timeout', reason: 'ECONNABORTED' });
    expect((await first).status).toBe(200);
    expect((await send(slow, {}, http)).status).toBe(200);
    expect(host.calls.map(({ path }) => path)).toEqual(['/a', '/a']);
    expect(ports.size).toBe(1);
  });

  it('a connection that nobody waits for any more is given up, and leaves its place to the next', async () => {
    const http = Promise.resolve(await client({ connections: 1 }));
    const mute = await RawHost.start();
    mute.scripts = [() => undefined, (socket) => socket.destroy()];
    const call = (deadline = AbortSignal.timeout(DEADLINE_MS)) =>
      send(() => undefined, { url: `https://127.0.0.1:${mute.port}/`, deadline }, http);
    const together = AbortSignal.timeout(DEADLINE_MS);
    const three = await Promise.allSettled([call(together), call(together), call(together)]);
    expect(three).toMatchObject(three.map(() => ({ reason: { kind: 'timeout', reason: 'ERR_CANCELED' } })));
    await expect(call()).rejects.toMatchObject({ kind: 'unreachable', reason: 'ECONNRESET' });
    expect(mute.connections).toBe(2);
    await mute.close();
  });

  it('gives up a host that never answers to TLS', async () => {
    const url = host.endpoint.replace('http:', 'https:');
    const mute = await RawHost.start();
    mute.scripts = [() => undefined];
    expect(await failure(() => undefined, { url: `https://127.0.0.1:${mute.port}/` })).toMatchObject({
      kind: 'timeout',
      reason: 'ERR_CANCELED',
    });
    await mute.close();
    expect(await failure(() => undefined, { url })).toMatchObject({ kind: 'unreachable' });
  });

  it('gives up a host that is silent for longer than it may be, before the deadline', async () => {
    const deadline = AbortSignal.timeout(10_000);
    expect(await failure(() => undefined, { silenceMs: 100, deadline })).toMatchObject({
      kind: 'timeout',
      reason: 'ECONNABORTED',
    });
  });

  it('says that nobody listens, or that there is no such address', async () => {
    const url = `http://127.0.0.1:${await freePort()}/`;
    expect(await failure(() => undefined, { url })).toMatchObject({ kind: 'unreachable', reason: 'ECONNREFUSED' });
    expect(await failure(() => undefined, { url: 'nonsense' })).toMatchObject({
      kind: 'unreachable',
      reason: 'ERR_INVALID_URL',
    });
  });

  it.each([
    [5000, 1],
    [1, 2],
  ])('a connection is kept for %i ms: two calls take %i', async (idleMs, connections) => {
    const http = await client({ idleMs });
    const ports = new Set<number | undefined>();
    for (const _time of [1, 2]) {
      await send(
        (response) => {
          ports.add(response.socket?.remotePort);
          response.end();
        },
        {},
        Promise.resolve(http),
      );
      await delay(50);
    }
    expect(ports.size).toBe(connections);
  });
});

/** Bytes that are said to be of this encoding. */
function compressedAs(encoding: string, bytes: Buffer): Script {
  return (response) => response.writeHead(200, { 'Content-Encoding': encoding }).end(bytes);
}

/** Promises more than it sends. */
function begin(andThen: Script = () => undefined): Script {
  return (response, call) => {
    response.writeHead(200, { 'Content-Length': 100 });
    response.write('half');
    setTimeout(() => andThen(response, call), 20);
  };
}
