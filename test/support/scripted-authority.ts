import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An authority whose every token answer a test decides; its documents are as they should be. */
export interface ScriptedAuthority {
  /** For `CLOUD_INSTANCE`. */
  readonly origin: string;
  /** The bodies that came to the token endpoint, oldest first. */
  readonly tokenRequests: string[];
  /** Answers the token endpoint from now on. */
  script: (response: ServerResponse) => void;
  close(): Promise<void>;
}

export async function startScriptedAuthority(tenantId: string): Promise<ScriptedAuthority> {
  const tokenRequests: string[] = [];
  const server = createServer((request, response) => {
    const { method, url = '' } = request;
    if (method === 'POST') {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        tokenRequests.push(Buffer.concat(chunks).toString());
        authority.script(response);
      });
    } else {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify(url.endsWith('/keys') ? KEYS : documentOf(authority.origin, tenantId)));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const authority: ScriptedAuthority = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tokenRequests,
    script: (response) => response.writeHead(500).end(),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return authority;
}

const KEYS = { keys: [{ kty: 'RSA', use: 'sig', kid: 'a key', n: 'n', e: 'AQAB' }] };

function documentOf(origin: string, tenantId: string): Record<string, string> {
  const below = `${origin}/${tenantId}`;
  return {
    issuer: `${below}/v2.0`,
    authorization_endpoint: `${below}/oauth2/v2.0/authorize`,
    token_endpoint: `${below}/oauth2/v2.0/token`,
    end_session_endpoint: `${below}/oauth2/v2.0/logout`,
    jwks_uri: `${below}/discovery/v2.0/keys`,
  };
}
