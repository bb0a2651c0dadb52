import { randomUUID } from 'node:crypto';
import type { AppOptions, Emulator } from './index.js';
import { parameters, postToken, type TokenAnswer } from './spec-support.js';

/** A small landscape of apps: an API, a daemon that has a role at it, and a tool without a credential. */

export const API: AppOptions = {
  clientId: 'aaaaaaaa-0000-4000-8000-000000000001',
  displayName: 'Tasks API',
  identifierUris: ['api://tasks'],
  scopes: ['Tasks.Read', { value: 'Tasks.Manage', type: 'Admin' }],
  appRoles: [{ value: 'Tasks.Read.All', allowedMemberTypes: ['Application'] }, 'Tasks.Admin'],
  secrets: ['the-secret-of-the-api'],
};

export const DAEMON: AppOptions = {
  clientId: 'aaaaaaaa-0000-4000-8000-000000000002',
  displayName: 'Nightly job',
  secrets: ['the-secret-of-the-daemon'],
  permissions: [{ resource: 'api://tasks', roles: ['Tasks.Read.All'] }],
  adminConsent: true,
};

export const TOOL: AppOptions = {
  clientId: 'aaaaaaaa-0000-4000-8000-000000000003',
  displayName: 'Command line',
  allowPublicClient: true,
  redirectUris: { publicClient: ['http://localhost/tool'] },
  permissions: [{ scopes: ['User.Read'] }, { resource: 'api://tasks', scopes: ['Tasks.Read'] }],
};

export const APPS = [API, DAEMON, TOOL] as const;

/** What the daemon sends, but for what is changed; `undefined` leaves a parameter out. */
export function asDaemon(emulator: Emulator, changes: Record<string, string | undefined> = {}, tenant?: string) {
  return ask(
    emulator,
    {
      grant_type: 'client_credentials',
      client_id: DAEMON.clientId,
      client_secret: 'the-secret-of-the-daemon',
      scope: 'api://tasks/.default',
      ...changes,
    },
    tenant,
  );
}

/** A token request of any form. */
export function ask(
  emulator: Emulator,
  form: Record<string, string | undefined>,
  tenant = emulator.tenantId,
): Promise<TokenAnswer> {
  return postToken(emulator, parameters({}, form), { tenant });
}

export function claimsOf(token: unknown): Record<string, unknown> {
  const [, payload = ''] = String(token).split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
}

/** The claims of an honest client assertion. */
export function assertionClaims(emulator: Emulator, clientId: string, nowMs = Date.now()): Record<string, unknown> {
  const iat = Math.floor(nowMs / 1000);
  return {
    aud: `${emulator.origin}/${emulator.tenantId}/oauth2/v2.0/token`,
    iss: clientId,
    sub: clientId,
    jti: randomUUID(),
    nbf: iat,
    iat,
    exp: iat + 600,
  };
}
