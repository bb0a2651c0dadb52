import type { Request } from 'express';
import type { EmulatorState } from '../state.js';
import { authenticateClient } from './client-authentication.js';
import { formOf, parametersOf, type Parameters } from './parameters.js';
import { missingParameter } from './shared-errors.js';
import type { Tenant } from './tenants.js';
import { crossOriginRedemption, unsupportedGrantType } from './token-errors.js';

const GRANT_TYPES = ['authorization_code', 'refresh_token'] as const;

export type GrantType = (typeof GRANT_TYPES)[number];

/** A token request whose client has proved itself. */
export interface TokenRequest {
  readonly grantType: GrantType;
  readonly parameters: Parameters;
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
