import type { Request } from 'express';
import type { EmulatorState } from '../state.js';
import { crossOriginRedemption, malformedRequest, missingParameter, unknownClient } from './entra-errors.js';
import { formOf, parametersOf, type Parameters } from './parameters.js';
import type { Tenant } from './tenants.js';
import {
  expiredSecret,
  missingCredential,
  unknownAssertionKey,
  unsupportedGrantType,
  wrongSecret,
} from './token-errors.js';

const GRANT_TYPES = ['authorization_code', 'refresh_token'] as const;

export type GrantType = (typeof GRANT_TYPES)[number];

/** A token request whose client has proved itself. */
export interface TokenRequest {
  readonly grantType: GrantType;
  readonly parameters: Parameters;
}

interface ClientCredential {
  readonly clientId: string | undefined;
  readonly secret: string | undefined;
}

/** @throws EntraError whatever is wrong before anybody looks at the grant */
export function tokenRequest(state: EmulatorState, tenant: Tenant, req: Request): TokenRequest {
  const parameters = parametersOf(formOf(req));
  const sent = required(parameters, 'grant_type');
  const grantType = GRANT_TYPES.find((candidate) => candidate === sent);
  if (grantType === undefined) throw unsupportedGrantType(sent);
  const origin = req.get('Origin');
  if (origin !== undefined) throw crossOriginRedemption(origin);
  authenticateClient(state, tenant, parameters, req.get('Authorization'));
  return { grantType, parameters };
}

/** @throws EntraError 900144 */
export function required(parameters: Parameters, name: string): string {
  const value = parameters.get(name);
  if (value === undefined) throw missingParameter(name);
  return value;
}

function authenticateClient(
  { app, faults }: EmulatorState,
  tenant: Tenant,
  parameters: Parameters,
  authorization: string | undefined,
): void {
  const basic = basicCredential(authorization);
  const clientId = parameters.get('client_id') ?? basic?.clientId;
  const secret = parameters.get('client_secret') ?? basic?.secret;
  if (clientId === undefined) throw missingParameter('client_id');
  if (clientId.toLowerCase() !== app.clientId.toLowerCase()) throw unknownClient(clientId, tenant.segment);
  if (faults.strikes('token-expired-secret')) throw expiredSecret(app.clientId);
  if (secret === undefined) {
    // No certificate is registered, so no key can match.
    throw parameters.has('client_assertion') ? unknownAssertionKey() : missingCredential();
  }
  if (secret !== app.clientSecret) throw wrongSecret(app.clientId);
}

/** RFC 6749, section 2.3.1: both parts are form-encoded before they are joined. */
function basicCredential(authorization: string | undefined): ClientCredential | undefined {
  const encoded = /^Basic\s+([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [clientId, secret] = Buffer.from(encoded, 'base64').toString().split(/:(.*)/s).map(formDecode);
  return { clientId, secret };
}

function formDecode(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    throw malformedRequest();
  }
}
