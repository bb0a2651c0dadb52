import { createHash } from 'node:crypto';
import type { CookieJar } from 'tough-cookie';
import { CookieClient, type RequestOptions } from '../browsing/cookie-client.js';
import { signInThroughPages, type Emulator, type Person } from './index.js';

/** What the specs of the emulator send as an application would. */

export const REDIRECT_URI = 'http://localhost:5000/getAToken';
export const SCOPE = 'openid profile offline_access User.Read';
export const VERIFIER = 'a-code-verifier-that-is-just-long-enough-0123456789';
export const CP1 = JSON.stringify({ access_token: { xms_cc: { values: ['cp1'] } } });

type Changes = Record<string, string | undefined>;

/** A parameter that is changed to `undefined` is left out. */
export function parameters(honest: Record<string, string>, changes: Changes): URLSearchParams {
  const pairs = Object.entries({ ...honest, ...changes });
  return new URLSearchParams(pairs.filter((pair): pair is [string, string] => pair[1] !== undefined));
}

export function authorizeUrl(emulator: Emulator, changes: Changes = {}, tenant = emulator.tenantId): URL {
  const url = new URL(`${emulator.origin}/${tenant}/oauth2/v2.0/authorize`);
  url.search = parameters(
    {
      client_id: emulator.app.clientId,
      response_type: 'code',
      redirect_uri: REDIRECT_URI,
      scope: SCOPE,
      state: 'the-state',
      nonce: 'the-nonce',
      code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
      code_challenge_method: 'S256',
    },
    changes,
  ).toString();
  return url;
}

export interface BrowserAnswer {
  readonly status: number;
  readonly location: URL | undefined;
  readonly headers: Headers;
  readonly html: string;
}

/** A request of a browser, which follows no redirect. */
export async function open(
  url: string | URL,
  { jar, ...options }: RequestOptions & { jar?: CookieJar } = {},
): Promise<BrowserAnswer> {
  const answer = await new CookieClient(new URL(url).origin, jar && { jar }).request(url, options);
  const { status, headers } = answer;
  const location = headers.get('location');
  return {
    status,
    location: location === null ? undefined : new URL(location, url),
    headers,
    html: await answer.text(),
  };
}

export interface TokenAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export async function postToken(
  emulator: Emulator,
  form: URLSearchParams,
  { tenant = emulator.tenantId, headers = {} }: { tenant?: string; headers?: Record<string, string> } = {},
): Promise<TokenAnswer> {
  const answer = await fetch(`${emulator.origin}/${tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: form,
    headers,
  });
  return {
    status: answer.status,
    headers: answer.headers,
    body: (await answer.json()) as Record<string, unknown>,
  };
}

export async function newCode(emulator: Emulator, person: Person, changes: Changes = {}): Promise<string> {
  const callback = await signInThroughPages(authorizeUrl(emulator, changes), person);
  return callback.searchParams.get('code') ?? '';
}

export function codeForm(emulator: Emulator, code: string, changes: Changes = {}): URLSearchParams {
  return parameters(
    {
      grant_type: 'authorization_code',
      client_id: emulator.app.clientId,
      client_secret: emulator.app.clientSecret,
      code,
      redirect_uri: REDIRECT_URI,
      code_verifier: VERIFIER,
    },
    changes,
  );
}

export function refreshForm(emulator: Emulator, refreshToken: unknown, changes: Changes = {}): URLSearchParams {
  return parameters(
    {
      grant_type: 'refresh_token',
      client_id: emulator.app.clientId,
      client_secret: emulator.app.clientSecret,
      refresh_token: String(refreshToken),
    },
    changes,
  );
}

/** A whole sign-in. */
export async function signIn(
  emulator: Emulator,
  person: Person,
  { authorize = {}, token = {} }: { authorize?: Changes; token?: Changes } = {},
): Promise<Record<string, string>> {
  const code = await newCode(emulator, person, authorize);
  const { body } = await postToken(emulator, codeForm(emulator, code, token));
  return body as Record<string, string>;
}

export async function getGraph(
  emulator: Emulator,
  path: string,
  accessToken: string | undefined,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(emulator.graphEndpoint + path, {
    headers: {
      ...headers,
      ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
    },
  });
}

/** A request to an endpoint that its faults would meet. */
export function ask(emulator: Emulator, endpoint: string, signal?: AbortSignal): Promise<Response> {
  const below = `${emulator.origin}/${emulator.tenantId}`;
  const init = signal === undefined ? {} : { signal };
  switch (endpoint) {
    case 'discovery':
      return fetch(`${below}/v2.0/.well-known/openid-configuration`, init);
    case 'keys':
      return fetch(`${below}/discovery/v2.0/keys`, init);
    case 'token':
      return fetch(`${below}/oauth2/v2.0/token`, {
        ...init,
        method: 'POST',
        body: codeForm(emulator, 'any'),
      });
    default:
      return fetch(`${emulator.graphEndpoint}/v1.0/me`, init);
  }
}
