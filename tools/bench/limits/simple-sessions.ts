import { createHash, randomBytes } from 'node:crypto';
import { connectToRedis, environment, poolTo } from './surroundings.js';

/** What a session is here: one record, as plain JSON. */
export interface SimpleSession {
  readonly user: { readonly id: string; readonly name: string };
  readonly accessToken: string;
  readonly refreshToken: string;
}

const SESSION_SECONDS = 3600;
const SCOPE = 'openid profile offline_access User.Read';

const redirectUri = `${environment('BASE_URL')}/getAToken`;
const clientId = environment('CLIENT_ID');
const oauth = `/${environment('TENANT_ID')}/oauth2/v2.0`;
const authority = environment('CLOUD_INSTANCE');
const redis = await connectToRedis();
const entra = poolTo(authority);
const graph = poolTo(environment('GRAPH_API_ENDPOINT'));

/** Where `/login` leads, and the cookie that remembers it. */
export function beginSignIn(): { location: string; cookie: string } {
  const [state, nonce, verifier] = [random(), random(), random()];
  const parameters = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    response_mode: 'query',
    redirect_uri: redirectUri,
    scope: SCOPE,
    state,
    nonce,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  return {
    location: `${authority}${oauth}/authorize?${parameters.toString()}`,
    cookie: `pending=${state}.${nonce}.${verifier}; Path=/; HttpOnly; SameSite=Lax`,
  };
}

/**
 * Redeems the code and writes the session. The ID token is decoded, no more: it came from Entra itself.
 * @returns the cookie of the session
 */
export async function finishSignIn(address: string, cookies: string | undefined): Promise<string> {
  const query = new URL(address, redirectUri).searchParams;
  const [state, nonce, verifier] = cookieOf(cookies, 'pending').split('.');
  if (state !== query.get('state')) throw new Error('invalid state');
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: clientId,
    client_secret: environment('CLIENT_SECRET'),
    redirect_uri: redirectUri,
    code: query.get('code') ?? '',
    code_verifier: verifier ?? '',
  });
  const { statusCode, body } = await entra.request({
    path: `${oauth}/token`,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  });
  if (statusCode !== 200) throw new Error(`the token endpoint answered ${statusCode}`);
  const tokens = (await body.json()) as { id_token: string; access_token: string; refresh_token: string };
  const claims = JSON.parse(Buffer.from(tokens.id_token.split('.')[1] ?? '', 'base64url').toString()) as {
    oid: string;
    name: string;
    nonce: string;
  };
  if (claims.nonce !== nonce) throw new Error('invalid nonce');
  const session: SimpleSession = {
    user: { id: claims.oid, name: claims.name },
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token,
  };
  const id = random();
  await redis.set(`session:${id}`, JSON.stringify(session), 'EX', SESSION_SECONDS);
  return `session=${id}; Path=/; HttpOnly; SameSite=Lax`;
}

/** One GET. */
export async function readSession(cookies: string | undefined): Promise<SimpleSession | undefined> {
  const record = await redis.get(`session:${cookieOf(cookies, 'session')}`);
  return record === null ? undefined : (JSON.parse(record) as SimpleSession);
}

/** One call. */
export async function readProfile({ accessToken }: SimpleSession): Promise<unknown> {
  const { statusCode, body } = await graph.request({
    path: '/v1.0/me',
    method: 'GET',
    headers: { authorization: `Bearer ${accessToken}` },
  });
  if (statusCode !== 200) throw new Error(`Graph answered ${statusCode}`);
  return body.json();
}

export function homePage(session: SimpleSession | undefined): string {
  const who = session?.user.name ?? 'Nobody';
  return `<!doctype html><title>Home</title><p>${who} is signed in. <a href="/login">Sign in</a></p>`;
}

function cookieOf(cookies: string | undefined, name: string): string {
  return new RegExp(`(?:^|; )${name}=([^;]*)`).exec(cookies ?? '')?.[1] ?? '';
}

function random(): string {
  return randomBytes(32).toString('base64url');
}
