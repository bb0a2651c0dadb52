import type { Emulator, Person } from '../index.js';
import { getGraph, signIn } from '../spec-support.js';

/** What the specs of Graph ask with. */

export interface GraphRefusal {
  readonly code: string;
  readonly message: string;
  readonly innerError: Readonly<Record<string, string>>;
}

export interface GraphReply {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; an empty object where there is none. */
  readonly body: Record<string, unknown> & {
    readonly error?: GraphRefusal;
    readonly value?: Record<string, unknown>[];
  };
}

/** The access token of somebody who let the application do all this. */
export async function tokenWith(emulator: Emulator, person: Person, ...scopes: string[]): Promise<string> {
  const tokens = await signIn(emulator, person, { authorize: { scope: ['openid', ...scopes].join(' ') } });
  return tokens['access_token'] ?? '';
}

/** A request with a method and a JSON body, to what is below the version. */
export async function askGraph(
  emulator: Emulator,
  token: string | undefined,
  request: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<GraphReply> {
  const [method = '', path = ''] = request.split(' ');
  const answer = await fetch(`${emulator.graphEndpoint}${path.startsWith('/beta') ? '' : '/v1.0'}${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    body: (text === '' ? {} : JSON.parse(text)) as GraphReply['body'],
  };
}

/** A link that Graph gave, followed as it is. */
export async function follow(emulator: Emulator, token: string, link: unknown): Promise<GraphReply> {
  const url = new URL(String(link));
  expect(url.origin).toBe(new URL(emulator.graphEndpoint).origin);
  const answer = await getGraph(emulator, url.pathname + url.search, token);
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as GraphReply['body'] };
}
