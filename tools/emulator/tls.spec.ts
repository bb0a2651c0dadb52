import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:https';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { startEmulator, type Emulator, type EmulatorOptions } from './index.js';
import { DEFAULT_TENANT_ID } from './people.js';

const DISCOVERY = `/${DEFAULT_TENANT_ID}/v2.0/.well-known/openid-configuration`;

describe('an emulator over TLS', () => {
  let emulator: Emulator;

  afterEach(() => emulator.close());

  async function start(options: EmulatorOptions): Promise<void> {
    emulator = await startEmulator(options);
  }

  function getSecurely(url: string, headers: Record<string, string> = {}): Promise<{ status: number; body: string }> {
    return new Promise((resolve, reject) => {
      get(url, { ca: emulator.ca, headers, agent: false }, (answer) => {
        text(answer).then((body) => resolve({ status: answer.statusCode ?? 0, body }), reject);
      }).on('error', reject);
    });
  }

  it.each(['localhost', '127.0.0.1', '[::1]'])('is trusted as %s, and its documents name https', async (host) => {
    await start({ tls: true });
    const { status, body } = await getSecurely(`https://${host}:${emulator.port}${DISCOVERY}`);
    expect(status).toBe(200);
    expect(emulator.origin).toBe(`https://localhost:${emulator.port}`);
    expect(JSON.parse(body)).toMatchObject({
      issuer: `${emulator.origin}/${DEFAULT_TENANT_ID}/v2.0`,
      userinfo_endpoint: `${emulator.origin}/oidc/userinfo`,
    });
    expect(body).not.toContain('http:');
  });

  it('is trusted by a process that was started with NODE_EXTRA_CA_CERTS, and by no other', async () => {
    await start({ tls: true });
    const script = `fetch(${JSON.stringify(emulator.origin + DISCOVERY)}).then((r) => console.log(r.status), (e) => console.log(e.cause.code))`;
    const run = promisify(execFile);
    const said = async (env: Record<string, string>) =>
      (await run(process.execPath, ['-e', script], { env })).stdout.trim();
    expect(await said({ NODE_EXTRA_CA_CERTS: String(emulator.caFile) })).toBe('200');
    expect(await said({})).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  it('leaves no file behind, unless it was told where', async () => {
    await start({ tls: true });
    const file = String(emulator.caFile);
    expect(existsSync(file)).toBe(true);
    await emulator.close();
    expect(existsSync(file)).toBe(false);

    const directory = await mkdtemp(join(tmpdir(), 'kept-'));
    try {
      await start({ tls: { directory } });
      const { ca } = emulator;
      expect(emulator.caFile).toBe(join(directory, 'ca.pem'));
      await emulator.close();
      await start({ tls: { directory } });
      expect(emulator.ca).toBe(ca);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it('resets connections below TLS, as without it', async () => {
    await start({ tls: true });
    emulator.faults.set('discovery-reset', true);
    await expect(getSecurely(emulator.origin + DISCOVERY)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('closes with a client that never begins its handshake', async () => {
    await start({ tls: true });
    const idle = connect(emulator.port, '127.0.0.1');
    await new Promise((resolve) => idle.once('connect', resolve));
    const ended = new Promise((resolve) => idle.once('close', resolve));
    idle.on('error', () => undefined);
    await emulator.close();
    await ended;
  });

  it('is good for the public origins that others know it by', async () => {
    await start({
      tls: true,
      graphPort: 0,
      publicOrigin: 'https://entra.example',
      publicGraphOrigin: 'https://graph.example',
    });
    const asked = (servername: string) =>
      new Promise((resolve, reject) => {
        get(
          { host: '127.0.0.1', port: emulator.port, path: DISCOVERY, servername, ca: emulator.ca, agent: false },
          (answer) => resolve(answer.resume().statusCode),
        ).on('error', reject);
      });
    expect([await asked('entra.example'), await asked('graph.example')]).toEqual([200, 200]);
    await expect(asked('other.example')).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });
});

describe('a Graph with an origin of its own', () => {
  it('is named everywhere, and each of the two answers only what is its own', async () => {
    const emulator = await startEmulator({ graphPort: 0 });
    try {
      const { origin, graphEndpoint } = emulator;
      expect(new URL(graphEndpoint).port).not.toBe(new URL(origin).port);
      const document = (await (await fetch(origin + DISCOVERY)).json()) as Record<string, unknown>;
      expect(document).toMatchObject({
        userinfo_endpoint: `${graphEndpoint}/oidc/userinfo`,
        msgraph_host: new URL(graphEndpoint).host,
        issuer: `${origin}/${DEFAULT_TENANT_ID}/v2.0`,
      });
      const status = async (url: string) => (await fetch(url)).status;
      expect(await status(`${graphEndpoint}/v1.0/me`)).toBe(401);
      expect(await status(`${origin}/v1.0/me`)).toBe(404);
      expect(await status(graphEndpoint + DISCOVERY)).toBe(404);
      expect(await status(`${graphEndpoint}/`)).toBe(404);
      expect(await status(`${origin}/`)).toBe(200);
    } finally {
      await emulator.close();
    }
  });

  it('leaves nothing listening when its port is taken', async () => {
    const first = await startEmulator();
    const second = startEmulator({ port: 0, graphPort: first.port });
    await expect(second).rejects.toThrow(`Port ${first.port} is taken by another program.`);
    await first.close();
  });
});

describe('the address to listen on', () => {
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((address) => address?.family === 'IPv4' && !address.internal)?.address;

  it('is the loopback alone by default', async () => {
    const emulator = await startEmulator();
    try {
      if (outside !== undefined)
        await expect(fetch(`http://${outside}:${emulator.port}/`)).rejects.toThrow('fetch failed');
      expect((await fetch(`http://127.0.0.1:${emulator.port}/`)).status).toBe(200);
    } finally {
      await emulator.close();
    }
  });

  it.each([
    ['0.0.0.0', 'localhost'],
    ['127.0.0.2', '127.0.0.2'],
    ['::1', '[::1]'],
  ])('may be %s, which is known as %s', async (host, hostname) => {
    const emulator = await startEmulator({ host });
    try {
      expect(emulator.origin).toBe(`http://${hostname}:${emulator.port}`);
      expect((await fetch(emulator.origin)).status).toBe(200);
    } finally {
      await emulator.close();
    }
  });

  it('must be one of this machine', async () => {
    await expect(startEmulator({ host: '192.0.2.1' })).rejects.toThrow(
      'Cannot listen on 192.0.2.1, port 0: EADDRNOTAVAIL.',
    );
  });
});
