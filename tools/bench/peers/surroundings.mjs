// What all peers have in common: settings, Redis, one log line a request, and the call to Graph.
import { pino } from 'pino';
import { createClient } from 'redis';

/** The variables that the command sets for every row. */
export const { PORT, BASE_URL, TENANT_ID, CLIENT_ID, CLIENT_SECRET, CLOUD_INSTANCE, GRAPH_API_ENDPOINT } = process.env;
export const { SESSION_SECRET, REDIS_URL } = process.env;

export async function connectToRedis() {
  const redis = createClient({ url: REDIS_URL });
  redis.on('error', (error) => console.error(error));
  await redis.connect();
  return redis;
}

const log = pino();

/** As the log of limits/surroundings.ts. */
export function logRequests(req, res, next) {
  const beganAt = Date.now();
  res.once('finish', () => {
    log.info({
      method: req.method,
      path: req.originalUrl.split('?', 1)[0],
      status: res.statusCode,
      responseTimeMs: Date.now() - beganAt,
    });
  });
  next();
}

/** With the fetch of Node, which keeps its connections. */
export async function readProfile(accessToken) {
  const answer = await globalThis.fetch(`${GRAPH_API_ENDPOINT}/v1.0/me`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  if (answer.status !== 200) throw new Error(`Graph answered ${answer.status}`);
  return answer.json();
}

export function homePage(name) {
  return `<!doctype html><title>Home</title><p>${name ?? 'Nobody'} is signed in. <a href="/login">Sign in</a></p>`;
}

/** Last, so that nothing is answered before everything is there. */
export function listen(app) {
  app.listen(Number(PORT), '127.0.0.1');
}
