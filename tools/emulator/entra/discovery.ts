import express, { type Router } from 'express';
import { struckByFaults } from '../faults/struck-by-faults.js';
import type { EmulatorState } from '../state.js';
import { tampered } from '../tampered.js';
import { jsonErrors } from './entra-answers.js';
import { EntraError } from './entra-error.js';
import { issuerOf, type Tenant } from './tenants.js';

const PUBLIC_METADATA = {
  'Cache-Control': 'max-age=86400, private',
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, OPTIONS',
};
const CLOUD_INSTANCE_NAME = 'microsoftonline.com';

/** The discovery document and the key set. */
export function discoveryRoutes(state: EmulatorState): Router {
  const router = express.Router();
  router.get(
    '/:tenant/v2.0/.well-known/openid-configuration',
    tampered(() => state.tampering.discovery),
    struckByFaults('discovery', state),
    (req, res) => {
      const tenant = tenantOf(state, req.params.tenant);
      res.set(PUBLIC_METADATA).json(discoveryDocument(state, tenant));
    },
  );
  router.get(
    '/:tenant/discovery/v2.0/keys',
    tampered(() => state.tampering.keys),
    struckByFaults('keys', state),
    (req, res) => {
      const tenant = tenantOf(state, req.params.tenant);
      const keys = state.keys.published.map(({ jwk }) => ({
        ...jwk,
        cloud_instance_name: CLOUD_INSTANCE_NAME,
        issuer: issuerOf(state.origin, tenant.issuerSegment),
      }));
      res.set(PUBLIC_METADATA).json({ keys });
    },
  );
  router.use(jsonErrors(state));
  return router;
}

/** Here an unknown tenant has an OAuth error of its own. */
function tenantOf(state: EmulatorState, segment: string): Tenant {
  try {
    return state.tenants.get(segment);
  } catch (error) {
    if (!(error instanceof EntraError)) throw error;
    throw new EntraError(error.code, 'invalid_tenant', error.text);
  }
}

/**
 * Exactly Entra's fields in Entra's order. What Entra does not advertise (PKCE, for one) must be missing here too, or
 * clients would behave differently offline.
 */
function discoveryDocument({ origin, graphOrigin }: EmulatorState, tenant: Tenant): Record<string, unknown> {
  const base = `${origin}/${tenant.segment}`;
  return {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: issuerOf(origin, tenant.issuerSegment),
    request_uri_parameter_supported: false,
    userinfo_endpoint: `${graphOrigin}/oidc/userinfo`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    http_logout_supported: true,
    frontchannel_logout_supported: true,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    claims_supported: [
      'sub',
      'iss',
      'cloud_instance_name',
      'cloud_instance_host_name',
      'cloud_graph_host_name',
      'msgraph_host',
      'aud',
      'exp',
      'iat',
      'auth_time',
      'acr',
      'nonce',
      'preferred_username',
      'name',
      'tid',
      'ver',
      'at_hash',
      'c_hash',
      'email',
    ],
    kerberos_endpoint: `${base}/kerberos`,
    tenant_region_scope: tenant.tenantId === undefined ? null : 'NA',
    cloud_instance_name: CLOUD_INSTANCE_NAME,
    cloud_graph_host_name: 'graph.windows.net',
    msgraph_host: new URL(graphOrigin).host,
    rbac_url: 'https://pas.windows.net',
  };
}
