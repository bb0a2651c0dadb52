import { once } from 'node:events';
import { connect } from 'node:net';
import { Body, Controller, Post } from '@nestjs/common';
import { Public } from '../../src/common/decorators/public.decorator.js';
import { Module } from '@nestjs/common';
import { problemOf } from '../support/answers.js';
import { describeService } from '../support/describe-service.js';
import { rawRequest } from '../support/raw-request.js';

const LIMITS = { headersMs: 500, requestMs: 1200, bodyBytes: 2000 };

@Public()
@Controller('echo')
class EchoController {
  @Post()
  echo(@Body() body: unknown): unknown {
    return { body: body ?? null };
  }
}

@Module({ controllers: [EchoController] })
class EchoModule {}

describeService('what callers may send', { limits: LIMITS, modules: [EchoModule] }, ({ service }) => {
  /** Sends the pieces, a pause before each, and gives what came back until the service closed the connection. */
  function trickle(pieces: string[], pauseMs: number): Promise<{ answer: string; afterMs: number }> {
    const startedAt = performance.now();
    return new Promise((resolve, reject) => {
      let answer = '';
      const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
      const timer = setInterval(() => {
        const piece = pieces.shift();
        if (piece !== undefined && socket.writable) socket.write(piece);
      }, pauseMs);
      const giveUp = setTimeout(() => socket.destroy(new Error('still open after 8 s')), 8000);
      socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
      socket.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
      });
      socket.on('close', () => {
        clearInterval(timer);
        clearTimeout(giveUp);
        resolve({ answer, afterMs: performance.now() - startedAt });
      });
    });
  }

  const post = (body: string | Buffer, type = 'application/json', path = '/echo') =>
    fetch(service.url + path, {
      method: 'POST',
      headers: { 'content-type': type, accept: 'application/json' },
      body,
    });

  it('headers that never end are a 408, and the connection is closed', async () => {
    const lines = Array.from({ length: 100 }, (_none, index) => `X-Slow-${index}: 1\r\n`);
    const { answer, afterMs } = await trickle(['GET / HTTP/1.1\r\nHost: localhost\r\n', ...lines], 100);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(afterMs).toBeGreaterThan(LIMITS.headersMs);
    expect(afterMs).toBeLessThan(4000);
  });

  it('a body that never ends is cut off', async () => {
    const head = [
      'POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n',
    ];
    const { answer, afterMs } = await trickle([...head, ...Array<string>(100).fill(' ')], 100);
    expect(answer).toMatch(/^(HTTP\/1\.1 408 [\s\S]*)?$/);
    expect(afterMs).toBeGreaterThan(LIMITS.requestMs);
    expect(afterMs).toBeLessThan(6000);
  });

  it('connections outlive the pauses of balancers, which keep them for ten minutes', () => {
    const { keepAliveTimeout } = service.app.getHttpServer();
    expect(keepAliveTimeout).toBe(620_000);
  });

  it('a connection that was kept has the whole time for the headers of its next request', async () => {
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
    const ask = async () => {
      socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
      const [chunk] = (await once(socket, 'data')) as [Buffer];
      return chunk.toString('latin1').split('\r\n')[0];
    };
    expect(await ask()).toBe('HTTP/1.1 200 OK');
    // Longer than headers, or a whole request, may take.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(await ask()).toBe('HTTP/1.1 200 OK');
    socket.destroy();
  });

  it('meanwhile others are served', async () => {
    const slow = Array.from({ length: 30 }, () => trickle(['GET / HTTP/1.1\r\n', 'Host: localhost\r\n'], 50));
    for (let request = 0; request < 10; request += 1) {
      expect((await service.browser().get('/healthz')).status).toBe(200);
    }
    for (const { answer } of await Promise.all(slow)) expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  it.each([
    ['a header', { headers: { 'X-Long': 'a'.repeat(20_000) } }],
    ['the address', { path: `/?a=${'a'.repeat(20_000)}` }],
    ['the cookies together', { headers: { Cookie: `a=${'a'.repeat(9000)}; b=${'b'.repeat(9000)}` } }],
  ])('%s beyond 16 kB is a 431', async (_what, request) => {
    expect((await rawRequest(service.url, request)).status).toBe(431);
  });

  it('a body beyond the limit is a 413 problem, whatever its type and wherever it goes', async () => {
    for (const type of ['application/json', 'application/x-www-form-urlencoded', 'image/png']) {
      for (const path of ['/echo', '/logout', '/nowhere']) {
        const response = await post(Buffer.alloc(LIMITS.bodyBytes + 1, 'a'), type, path);
        expect(response.status).toBe(413);
        expect(response.headers.get('connection')).toBe('close');
        expect(await problemOf(response)).toMatchObject({ code: 'body_too_large' });
      }
    }
  });

  it('also when it does not say how long it is', async () => {
    const body = new ReadableStream({
      start(controller) {
        for (let chunk = 0; chunk < 10; chunk += 1) controller.enqueue(Buffer.alloc(500, ' '));
        controller.close();
      },
    });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body, duplex: 'half' };
    const response = await fetch(`${service.url}/echo`, init as RequestInit);
    expect(response.status).toBe(413);
    expect(await problemOf(response)).toMatchObject({ code: 'body_too_large' });
  });

  it('JSON and forms within the limit reach a handler', async () => {
    const json = await post('{"a":[1,2]}');
    expect(await json.json()).toEqual({ body: { a: [1, 2] } });
    const form = await post('a=1&b=%20', 'application/x-www-form-urlencoded');
    expect(await form.json()).toEqual({ body: { a: '1', b: ' ' } });
  });

  it.each(['{', '[1,', '{"a":1}x', 'null', '"text"', '\u0000', '{"__proto__":'])(
    'JSON that is none is a 400 problem: %j',
    async (body) => {
      const response = await post(body);
      expect(response.status).toBe(400);
      expect(await problemOf(response)).toMatchObject({ code: 'bad_request' });
    },
  );

  it('a body in a character set or an encoding that nobody knows is a clear refusal', async () => {
    const charset = await post('{}', 'application/json; charset=klingon');
    expect(charset.status).toBe(400);
    await problemOf(charset);
    const encoding = await fetch(`${service.url}/echo`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': 'zip' },
      body: '{}',
    });
    expect(encoding.status).toBe(400);
    await problemOf(encoding);
  });
});
