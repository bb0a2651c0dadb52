import type { AppOptions, Emulator, Person } from '../index.js';
import { getGraph, postToken, REDIRECT_URI, signIn } from '../spec-support.js';

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

const CLIENT = { clientId: 'bbbbbbbb-0000-4000-8000-000000000001', secret: 'the-secret-of-the-graph-client' };

/**
 * An app that may do all this at Graph, since an administrator said so: for the option `apps`.
 *
 * @param roles - what it may do without a person
 */
export function graphClient(scopes: readonly string[], roles: readonly string[] = []): AppOptions {
  return {
    clientId: CLIENT.clientId,
    displayName: 'Graph client',
    secrets: [CLIENT.secret],
    redirectUris: [REDIRECT_URI],
    permissions: [{ scopes, roles }],
    adminConsent: true,
  };
}

/** The access token of somebody who signed in to {@link graphClient}. */
export async function tokenOf(emulator: Emulator, person: Person): Promise<string> {
  const { clientId: client_id, secret: client_secret } = CLIENT;
  const tokens = await signIn(emulator, person, {
    authorize: { client_id, scope: 'openid https://graph.microsoft.com/.default' },
    token: { client_id, client_secret },
  });
  return tokens['access_token'] ?? '';
}

/** The access token of {@link graphClient} itself. */
export async function appToken(emulator: Emulator): Promise<string> {
  const { body } = await postToken(
    emulator,
    new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: CLIENT.clientId,
      client_secret: CLIENT.secret,
      scope: 'https://graph.microsoft.com/.default',
    }),
  );
  return String(body['access_token']);
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
  if (url.origin !== new URL(emulator.graphEndpoint).origin) throw new Error(`The link leads to ${url.origin}.`);
  const answer = await getGraph(emulator, url.pathname + url.search, token);
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as GraphReply['body'] };
}
