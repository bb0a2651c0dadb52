import { setTimeout as delay } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { OutgoingHttp, OutgoingHttpModule } from '../../src/common/outgoing/outgoing-http.js';
import { EntraHttp } from '../../src/entra/entra-http.js';
import { createLoopbackCertificate } from '../../tools/certificates/loopback-certificate.js';
import { becomesTrue } from '../../tools/processes/becomes-true.js';
import { answerRaw, RawHost, type RawScript } from '../support/raw-host.js';
import { trust } from '../support/trust.js';

const FORM = new URLSearchParams({ grant_type: 'authorization_code', code: 'the-code' });
const DEADLINE_MS = 400;

const ends: RawScript = (socket) => socket.end();
const resets: RawScript = (_socket, wire) => void wire.resetAndDestroy();
const breaksOff: RawScript = (socket) => socket.destroy();
const staysSilent: RawScript = () => undefined;
/** Long enough for another request to need a connection of its own. */
const holdsBack: RawScript = (socket, wire) => void setTimeout(() => answerRaw()(socket, wire), 30);
/** So much of an answer, and then the end of the connection. */
const begins =
  (bytes: string, end: RawScript): RawScript =>
  (socket, wire) => {
    socket.write(bytes);
    setTimeout(() => end(socket, wire), 30);
  };

describe.each(['http', 'https'])('a token request by %s over a kept connection', (scheme) => {
  let host: RawHost;
  let context: INestApplicationContext;
  let entra: EntraHttp;
  let distrust: (() => void) | undefined;

  beforeEach(async () => {
    const certificate = scheme === 'https' ? await createLoopbackCertificate() : undefined;
    if (certificate !== undefined) distrust = trust(certificate.ca);
    host = await RawHost.start(certificate);
    const module = OutgoingHttpModule.register({ connections: 10, idleMs: 4000, maxBytes: 1000 });
    context = await NestFactory.createApplicationContext(module, { logger: false });
    entra = new EntraHttp(context.get(OutgoingHttp));
  });
  afterEach(async () => {
    await context.close();
    await host.close();
    distrust?.();
  });

  const post = () => entra.post(`${scheme}://127.0.0.1:${host.port}/token`, FORM, AbortSignal.timeout(DEADLINE_MS));
  const failure = () => post().catch((error: unknown) => error);
  /** By which connection each request came. */
  const carriers = () => host.requests.map(({ connection }) => connection);

  /** undici gives a connection to the next request a turn of the loop after the answer. */
  const settle = () => delay(5);

  /** One request is answered, and its connection kept. Then comes what the test is about. */
  async function warm(...scripts: RawScript[]): Promise<void> {
    expect(await post()).toEqual({ status: 200, body: {}, wasSentTwice: false });
    await settle();
    host.scripts = scripts;
  }

  it('takes the connection of the one before', async () => {
    await warm();
    expect(await post()).toEqual({ status: 200, body: {}, wasSentTwice: false });
    expect(carriers()).toEqual([1, 1]);
  });

  it.each([
    ['ends', ends],
    ['resets', resets],
    ['breaks off', breaksOff],
  ])('is sent again, once and as it was, when the host %s it at that moment', async (_what, script) => {
    await warm(script, answerRaw('{"second":true}'));
    expect(await post()).toEqual({ status: 200, body: { second: true }, wasSentTwice: true });
    expect(carriers()).toEqual([1, 1, 2]);
    expect(host.requests[2]?.text).toBe(host.requests[1]?.text);
    expect(host.requests[2]?.text).toMatch(/\r\n\r\ngrant_type=authorization_code&code=the-code$/);
  });

  it.each([
    ['ends', ends],
    ['resets', resets],
    ['breaks off', breaksOff],
  ])('is not sent a third time when the host %s that one, too', async (_what, script) => {
    await warm(script, script);
    expect(await failure()).toMatchObject({ code: 'entra_unreachable', log: { reason: 'ECONNRESET' } });
    expect(carriers()).toEqual([1, 1, 2]);
  });

  it.each([
    ['ends', ends],
    ['resets', resets],
    ['breaks off', breaksOff],
  ])('is sent again over a new connection when the host %s every kept one at that moment', async (_what, script) => {
    host.scripts = [holdsBack];
    await Promise.all([post(), post()]);
    await settle();
    // The first is free again before the second is lost, and is the next in turn.
    const later: RawScript = (...sockets) => void setTimeout(() => script(...sockets), 60);
    host.scripts = [holdsBack, later, (...sockets) => (host.connections === 2 ? script : answerRaw())(...sockets)];
    const [first, second] = await Promise.all([post(), post()]);
    expect(first).toMatchObject({ status: 200, wasSentTwice: false });
    expect(second).toMatchObject({ status: 200, wasSentTwice: true });
    expect(carriers()).toEqual([1, 2, 1, 2, 3]);
  });

  it.each([
    ['a byte', 'H', ends, 'ECONNRESET'],
    ['a byte', 'H', resets, 'ECONNRESET'],
    ['half of the headers', 'HTTP/1.1 200 OK\r\nContent-', breaksOff, 'ECONNRESET'],
    ['an early hint', 'HTTP/1.1 103 Early Hints\r\n\r\n', breaksOff, 'ECONNRESET'],
    ['half of the body', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{', breaksOff, 'ERR_BAD_RESPONSE'],
  ])('is not sent again once %s has come', async (_what, bytes, end, reason) => {
    await warm(begins(bytes, end));
    expect(await failure()).toMatchObject({ code: 'entra_unreachable', log: { reason } });
    expect(carriers()).toEqual([1, 1]);
  });

  it.each([
    ['what is no HTTP', begins('?', ends), 'entra_invalid_answer', 'HPE_INVALID_HTTP'],
    ['silence', staysSilent, 'entra_timeout', 'ERR_CANCELED'],
  ])('is not sent again after %s', async (_what, script, code, reason) => {
    await warm(script);
    expect(await failure()).toMatchObject({ code, log: { reason } });
    expect(carriers()).toEqual([1, 1]);
  });

  it.each([
    ['ends', ends],
    ['resets', resets],
    ['breaks off', breaksOff],
  ])('is not sent again when the connection was a new one, which the host %s', async (_what, script) => {
    host.scripts = [script];
    expect(await failure()).toMatchObject({ code: 'entra_unreachable', log: { reason: 'ECONNRESET' } });
    expect(carriers()).toEqual([1]);
  });

  it('is not sent again when the connection that took it was new, though it followed a kept one', async () => {
    await warm((socket, wire) => {
      answerRaw()(socket, wire);
      socket.end();
    }, breaksOff);
    expect(await post()).toMatchObject({ wasSentTwice: false });
    await settle();
    expect(await failure()).toMatchObject({ code: 'entra_unreachable' });
    expect(carriers()).toEqual([1, 1, 2]);
  });

  it('leaves no connection behind that nobody waits for, when all of a crowd give up', async () => {
    host.answers = staysSilent;
    for (let round = 0; round < 3; round += 1) await Promise.all(Array.from({ length: 40 }, failure));
    expect(await becomesTrue(() => host.open === 0, 1000)).toBe(true);
  });

  it('never fails while the host closes what is idle at about the time of the next request', async () => {
    const idleMs = 10;
    for (let sent = 0; sent < 60; sent += 1) {
      host.scripts = [
        (socket, wire) => {
          answerRaw()(socket, wire);
          setTimeout(() => socket.end(), idleMs);
        },
      ];
      expect(await post()).toMatchObject({ status: 200 });
      await delay(idleMs - 2 + (sent % 5));
    }
  });
});
