import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Browser } from '../browsing/browser.js';
import { JSON_ONLY } from '../browsing/cookie-client.js';
import { environmentFor, people, startEmulator } from '../emulator/index.js';
import { type AppProcess, spawnApp } from '../processes/app-process.js';
import { becomesTrue } from '../processes/becomes-true.js';
import { freePort } from '../processes/free-port.js';
import { statusOf } from '../processes/status-of.js';
import { temporaryDirectory } from '../processes/temporary-directory.js';
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
  const directory = temporaryDirectory('smoke-');
  await refusesBadEnvironment(directory);
  await walksTheMainPath(directory);
  await walksItWithRedisOverTls(directory);
  await endsAtOnceOnASecondSignal(directory);
  console.log('smoke run: the built service signs in, shows the profile and signs out');
}

async function refusesBadEnvironment(directory: string): Promise<void> {
  const app = spawnApp(SERVICE, { CLIENT_ID: 'not-a-guid', PORT: 'none' }, directory);
  const code = await exitCode(app, 'on a bad environment');
  expect(code === 1, `exit code 1 on a bad environment, not ${code}`);
  for (const name of ['TENANT_ID', 'CLIENT_ID', 'CLIENT_SECRET', 'PORT']) {
    expect(app.output().includes(name), `${name} among the problems: ${app.output()}`);
  }
  expect(!/not-a-guid|\bat .*:\d+:\d+/.test(app.output()), `neither values nor a stack trace: ${app.output()}`);
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
      NODE_EXTRA_CA_CERTS: redis.tls?.caFile ?? '',
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
  const app = spawnApp(SERVICE, { ...environmentFor(emulator), PORT: String(port), ...env }, directory);
  try {
    await until(async () => app.hasExited || (await statusOf(`${url}/readyz`)) === 200, 'readiness', app);
    expect(!app.hasExited, `a service that lives: ${app.output()}`);
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

    await stopsInOrder(app, url);
  } finally {
    await app.stop();
    await emulator.close();
  }
}

/** Not ready first, but still serving; then a clean exit. */
async function stopsInOrder(app: AppProcess, url: string): Promise<void> {
  app.signal('SIGTERM');
  await until(async () => (await statusOf(`${url}/readyz`)) === 503, 'not being ready after SIGTERM', app);
  expect((await statusOf(`${url}/`)) === 200, 'pages while the balancer is being told');
  const code = await exitCode(app, 'on SIGTERM');
  expect(code === 0, `a clean exit on SIGTERM, not ${code}`);
}

async function endsAtOnceOnASecondSignal(directory: string): Promise<void> {
  const port = String(await freePort());
  const url = `http://localhost:${port}`;
  const ids = { TENANT_ID: randomUUID(), CLIENT_ID: randomUUID(), CLIENT_SECRET: 'unused~' };
  const app = spawnApp(SERVICE, { ...ids, CLOUD_INSTANCE: 'http://localhost:9', PORT: port }, directory);
  await until(async () => (await statusOf(`${url}/healthz`)) === 200, 'being alive', app);
  app.signal('SIGTERM');
  await until(async () => (await statusOf(`${url}/readyz`)) === 503, 'not being ready after SIGTERM', app);
  const startedAt = performance.now();
  app.signal('SIGTERM');
  await exitCode(app, 'on a second SIGTERM');
  expect(performance.now() - startedAt < 2000, 'an exit at once on a second SIGTERM');
}

async function exitCode(app: AppProcess, when: string): Promise<number | null> {
  await until(() => app.hasExited, `the exit ${when}`, app);
  return app.ended;
}

async function until(check: () => Promise<boolean> | boolean, what: string, app: AppProcess): Promise<void> {
  expect(await becomesTrue(check, PATIENCE_MS), `${what} within ${PATIENCE_MS / 1000} s; it printed: ${app.output()}`);
}

function expect(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(`expected ${what}`);
}

main().catch((error: unknown) => {
  console.error(`smoke run failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
