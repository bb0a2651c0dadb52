import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Browser } from '../browsing/browser.js';
import { JSON_ONLY } from '../browsing/cookie-client.js';
import { people, startEmulator } from '../emulator/index.js';
import { freePort } from '../processes/free-port.js';
import { findRedisServer, HOW_TO_INSTALL } from '../redis-server/find-redis-server.js';
import { LocalRedis } from '../redis-server/local-redis.js';

/**
 * Runs the built service as production runs it, against the emulator, and walks the main path once. The service is the
 * one beside this file, or the main.js that is named as the argument.
 */

const SERVICE = resolve(process.argv[2] ?? fileURLToPath(new URL('../../src/main.js', import.meta.url)));
const PATIENCE_MS = 20_000;

async function main(): Promise<void> {
  // A working directory of its own: a .env beside the checkout is none of the smoke run's business.
  const directory = await mkdtemp(join(tmpdir(), 'smoke-'));
  try {
    await refusesBadEnvironment(directory);
    await walksTheMainPath(directory);
    await walksItWithRedisOverTls(directory);
    await endsAtOnceOnASecondSignal(directory);
    console.log('smoke run: the built service signs in, shows the profile and signs out');
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function refusesBadEnvironment(directory: string): Promise<void> {
  const { child, output } = start({ CLIENT_ID: 'not-a-guid', PORT: 'none' }, directory);
  const [code] = (await within(once(child, 'exit'), 'the exit on a bad environment')) as [number];
  expect(code === 1, `exit code 1 on a bad environment, not ${code}`);
  for (const name of ['TENANT_ID', 'CLIENT_ID', 'CLIENT_SECRET', 'PORT']) {
    expect(output().includes(name), `${name} among the problems: ${output()}`);
  }
  expect(!/not-a-guid|\bat .*:\d+:\d+/.test(output()), `neither values nor a stack trace: ${output()}`);
}

/** NODE_EXTRA_CA_CERTS counts from the start of a process alone, so no spec can show this. */
async function walksItWithRedisOverTls(directory: string): Promise<void> {
  if (findRedisServer() === undefined) {
    console.log(`smoke run: without Redis; to have it walked, too, ${HOW_TO_INSTALL}`);
    return;
  }
  const redis = await LocalRedis.start({ tls: true, password: 'a password: with @ # / %' });
  try {
    await walksTheMainPath(directory, {
      REDIS_URL: redis.url,
      SESSION_SECRET: randomUUID() + randomUUID(),
      NODE_EXTRA_CA_CERTS: redis.tls?.certificateFile ?? '',
    });
    expect(String(await redis.command('INFO', 'commandstats')).includes('cmdstat_set:'), 'sessions in Redis');
  } finally {
    await redis.close();
  }
}

async function walksTheMainPath(directory: string, env: Record<string, string> = {}): Promise<void> {
  const emulator = await startEmulator();
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const { child, output } = start(
    {
      TENANT_ID: emulator.tenantId,
      CLIENT_ID: emulator.app.clientId,
      CLIENT_SECRET: emulator.app.clientSecret,
      CLOUD_INSTANCE: emulator.origin,
      GRAPH_API_ENDPOINT: emulator.graphEndpoint,
      PORT: String(port),
      ...env,
    },
    directory,
  );
  try {
    await within(untilReady(url, child), `readiness; it printed: ${output()}`);
    const browser = new Browser(url);
    const signedIn = await browser.signIn(people.ordinary, { query: '?returnTo=/profile' });
    expect(signedIn.headers.get('location') === '/profile', `back on /profile, not ${signedIn.status}`);
    const { body } = await browser.json('/profile');
    expect(
      (body['profile'] as { id?: string } | undefined)?.id === people.ordinary.oid,
      'the profile of who signed in',
    );
    const page = await browser.get('/profile');
    expect((await page.text()).includes(people.ordinary.displayName), 'the profile page');
    const logout = await browser.post('/logout', { accept: JSON_ONLY });
    expect(logout.status === 200, `a sign-out, not ${logout.status}`);
    expect((await browser.json('/profile')).status === 401, 'nobody signed in after sign-out');

    await stopsInOrder(child, url);
  } finally {
    child.kill('SIGKILL');
    await emulator.close();
  }
}

/** Not ready first, but still serving; then a clean exit. */
async function stopsInOrder(child: ChildProcess, url: string): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await within(untilNotReady(url), 'not being ready after SIGTERM');
  expect((await fetch(`${url}/`)).status === 200, 'pages while the balancer is being told');
  const [code] = (await within(exit, 'the exit on SIGTERM')) as [number | null];
  expect(code === 0, `a clean exit on SIGTERM, not ${code}`);
}

async function untilNotReady(url: string): Promise<void> {
  while ((await fetch(`${url}/readyz`)).status !== 503) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function endsAtOnceOnASecondSignal(directory: string): Promise<void> {
  const port = String(await freePort());
  const ids = { TENANT_ID: randomUUID(), CLIENT_ID: randomUUID(), CLIENT_SECRET: 'unused~' };
  const { child } = start({ ...ids, CLOUD_INSTANCE: 'http://localhost:9', PORT: port }, directory);
  const exit = once(child, 'exit');
  await within(untilAlive(`http://localhost:${port}`), 'being alive');
  child.kill('SIGTERM');
  await within(untilNotReady(`http://localhost:${port}`), 'not being ready after SIGTERM');
  const startedAt = performance.now();
  child.kill('SIGTERM');
  await within(exit, 'the exit on a second SIGTERM');
  expect(performance.now() - startedAt < 2000, 'an exit at once on a second SIGTERM');
}

async function untilAlive(url: string): Promise<void> {
  while (
    !(await fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function start(env: Record<string, string>, directory: string): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [SERVICE], {
    cwd: directory,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (chunk: Buffer) => (output += chunk.toString('utf8'));
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  return { child, output: () => output };
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const ready = await fetch(`${url}/readyz`).then(
      ({ status }) => status === 200,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the service exited before it was ready');
}

async function within<T>(promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${PATIENCE_MS / 1000} s for ${what}`)), PATIENCE_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

function expect(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(`expected ${what}`);
}

main().catch((error: unknown) => {
  console.error(`smoke run failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
