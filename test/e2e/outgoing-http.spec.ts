import { inspect } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import {
  OutgoingHttp,
  OutgoingHttpModule,
  type OutgoingRequest,
  type OutgoingSettings,
  parseJson,
} from '../../src/common/http/outgoing-http.js';
import { TransportError } from '../../src/common/http/transport-error.js';
import { freePort } from '../../tools/processes/free-port.js';
import { answer, json, type Script, type ScriptedGraph, startScriptedGraph } from '../support/scripted-graph.js';

const SECRET = 'the-secret-of-the-call';
const MAX_BYTES = 1000;
const DEADLINE_MS = 300;

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
    const deadline = AbortSignal.timeout(DEADLINE_MS);
    const headers = { authorization: `Bearer ${SECRET}` };
    return (await http).send({ url: `${host.endpoint}/a`, headers, deadline, ...request });
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

/** Promises more than it sends. */
function begin(andThen: Script = () => undefined): Script {
  return (response, call) => {
    response.writeHead(200, { 'Content-Length': 100 });
    response.write('half');
    setTimeout(() => andThen(response, call), 20);
  };
}
