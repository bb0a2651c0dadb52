import { Agent, get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cookie, Fleet } from './fleet.js';
import type { Finding } from './report.js';

const SESSIONS = 60;
const PAUSE_MS = 100;
const PATIENCE_MS = 10_000;
const REDIS_IS_GONE_MS = 1500;

/** How often each kind of answer came. */
type Counts = Map<string, number>;

/**
 * Signed-in people ask for their profiles through the balancer, while one instance is killed, another drained, and Redis
 * restarted with its append-only file.
 * @param seconds how long in all; the three events come after a fifth, two and three fifths of it
 */
export async function loadWithTroubles(fleet: Fleet, seconds: number, log: (text: string) => void): Promise<Finding> {
  const cookies: Cookie[] = [];
  for (let session = 0; session < SESSIONS; session += 1) cookies.push(await fleet.signIn());
  const counts: Counts = new Map();
  const until = performance.now() + seconds * 1000;
  const people = Promise.all(cookies.map((cookie) => keepAsking(fleet.url, cookie, until, counts)));

  const [first, second] = fleet.instances;
  await pause(seconds * 200);
  log('one instance is killed');
  first.app.signal('SIGKILL');
  await pause(seconds * 200);
  log('another is drained');
  second.app.signal('SIGTERM');
  const drained = second.app.ended;
  await pause(seconds * 200);
  log('Redis is restarted');
  await fleet.redis.stop();
  await pause(REDIS_IS_GONE_MS);
  await fleet.redis.restart();
  await people;

  const signedIn = await Promise.all(cookies.map((cookie) => fleet.isSignedIn(cookie)));
  const lost = signedIn.filter((each) => !each).length;
  const requests = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const kinds = [...counts].sort(([, a], [, b]) => b - a).map(([kind, count]) => `${count} × ${kind}`);
  const exitCode = await drained;
  return {
    what: `${SESSIONS} sessions for ${seconds} s; one instance killed, one drained, Redis restarted`,
    found: `${requests} requests: ${kinds.join(', ')}; ${lost} sessions lost; the drained instance exited with ${exitCode}`,
    kept: lost === 0 && exitCode === 0 && [...counts.keys()].every(isToBeExpected),
  };
}

/** What a kill and an outage of the store may cost: never a 500, never somebody who seems to be signed out. */
function isToBeExpected(kind: string): boolean {
  return ['200', '503 store_unavailable', 'connection lost'].includes(kind);
}

async function keepAsking(url: string, cookie: Cookie, until: number, counts: Counts): Promise<void> {
  // A connection of its own, as a browser has.
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  while (performance.now() < until) {
    const kind = await ask(`${url}/profile`, cookie, agent);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    await pause(PAUSE_MS * (0.5 + Math.random()));
  }
  agent.destroy();
}

function ask(url: string, cookie: Cookie, agent: Agent): Promise<string> {
  return new Promise((resolve) => {
    const request = get(
      url,
      { agent, headers: { cookie, accept: 'application/json' }, timeout: PATIENCE_MS },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
        response.on('end', () => resolve(kindOf(response.statusCode ?? 0, body)));
        response.on('error', () => resolve('connection lost'));
      },
    );
    request.on('timeout', () => {
      resolve('no answer');
      request.destroy();
    });
    request.on('error', () => resolve('connection lost'));
  });
}

function kindOf(status: number, body: string): string {
  if (status === 200) return '200';
  try {
    return `${status} ${(JSON.parse(body) as { code?: string }).code}`;
  } catch {
    return String(status);
  }
}
