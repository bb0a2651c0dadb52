import type { AuthenticatedClient } from './client-authentication.js';
import { claimsIn, type RequestedClaims } from './claims-parameter.js';
import type { Parameters } from './parameters.js';
import { parseScopes, requireResource, resourceOf, type RequestedScopes } from './scopes.js';
import { missingParameter } from './shared-errors.js';
import type { EmulatorState } from '../state.js';
import type { Tenant } from './tenants.js';

/** A token request whose client has proved itself. */
export interface TokenRequest {
  readonly tenant: Tenant;
  readonly client: AuthenticatedClient;
  readonly parameters: Parameters;
  /** The `Origin` header: only single-page applications have one. */
  readonly origin: string | undefined;
  /** Notes what the request was about, for the request log. */
  readonly note: (summary: string) => void;
}

/** What a client asks for beside the grant. */
export interface Asked extends RequestedClaims {
  readonly scopes: RequestedScopes;
  /** Missing where no permission is named. */
  readonly resource: ReturnType<typeof resourceOf>;
  readonly clientInfo: boolean;
}

/** @throws EntraError 70011, 500011, 650053, 9010010, 28000, 9002313 */
export function askedIn({ registrations }: EmulatorState, { parameters, client, tenant }: TokenRequest): Asked {
  const scope = parameters.get('scope');
  const scopes =
    scope === undefined
      ? { openId: new Set<string>(), permissions: [] }
      : parseScopes(scope, client.registration, registrations, tenant.segment);
  requireResource(parameters.get('resource'), scopes);
  return {
    scopes,
    resource: resourceOf(scopes),
    ...claimsIn(parameters.get('claims')),
    clientInfo: parameters.get('client_info') === '1',
  };
}

/** @throws EntraError 900144 */
export function required(parameters: Parameters, name: string): string {
  const value = parameters.get(name);
  if (value === undefined) throw missingParameter(name);
  return value;
}
