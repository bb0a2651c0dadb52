import express, { type Router } from 'express';
import { struckByFaults } from '../faults/struck-by-faults.js';
import type { EmulatorState } from '../state.js';
import { tampered } from '../tampered.js';
import { jsonErrors, KEPT_FOR_A_DAY } from './entra-answers.js';
import { CLOUDS, type Cloud } from './clouds.js';
import { EntraError } from './entra-error.js';
import { queryOf } from './parameters.js';
import type { SigningKey } from './signing-keys.js';
import { issuerOf, type Tenant } from './tenants.js';

/** The discovery document and the key set. */
export function discoveryRoutes(state: EmulatorState): Router {
  const router = express.Router();
  router.get(
    '/:tenant/v2.0/.well-known/openid-configuration',
    tampered(() => state.tampering.discovery),
    struckByFaults('discovery', state),
    (req, res) => {
      const tenant = tenantOf(state, req.params.tenant);
      res.set(KEPT_FOR_A_DAY).json(discoveryDocument(state, tenant, queryOf(req).get('appid')));
    },
  );
  router.get(
    '/:tenant/discovery/v2.0/keys',
    tampered(() => state.tampering.keys),
    struckByFaults('keys', state),
    (req, res) => {
      const tenant = tenantOf(state, req.params.tenant);
      res.set(KEPT_FOR_A_DAY).json({ keys: keySet(state, tenant) });
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

/** A key of another cloud is always among them, with the same issuer: only its cloud tells it from the others. */
function keySet(state: EmulatorState, tenant: Tenant): Record<string, unknown>[] {
  const { keys, cloud } = state;
  const issuer = issuerOf(state, tenant.issuerSegment);
  const { global, usGovernment } = CLOUDS;
  const another = cloud.instanceName === usGovernment.instanceName ? global : usGovernment;
  const entry = (key: SigningKey, { instanceName }: Cloud) => ({
    ...key.jwk,
    cloud_instance_name: instanceName,
    issuer,
  });
  return [entry(keys.ofAnotherCloud, another), ...keys.published.map((key) => entry(key, cloud))];
}

/**
 * Exactly Entra's fields in Entra's order. What Entra does not advertise (PKCE, for one) must be missing here too, or
 * clients would behave differently offline.
 *
 * @param appId - of an application with keys of its own: its document leads to those
 */
function discoveryDocument(state: EmulatorState, tenant: Tenant, appId: string | null): Record<string, unknown> {
  const { origin, graphOrigin, cloud } = state;
  const base = `${origin}/${tenant.segment}`;
  return {
    ...tokenEndpoint(`${base}/oauth2/v2.0/token`, tenant),
    jwks_uri: `${base}/discovery/v2.0/keys${appId ? `?appid=${encodeURIComponent(appId)}` : ''}`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: issuerOf(state, tenant.issuerSegment),
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
    cloud_instance_name: cloud.instanceName,
    cloud_graph_host_name: 'graph.windows.net',
    msgraph_host: new URL(graphOrigin).host,
    rbac_url: 'https://pas.windows.net',
  };
}

/** Of a tenant as recorded in April 2025 (openiddict-core#2298), of the aliases as recorded in February 2024. */
function tokenEndpoint(token_endpoint: string, { tenantId }: Tenant): Record<string, unknown> {
  const methods = ['client_secret_post', 'private_key_jwt', 'client_secret_basic'];
  if (tenantId === undefined) return { token_endpoint, token_endpoint_auth_methods_supported: methods };
  return {
    token_endpoint,
    token_endpoint_auth_methods_supported: [...methods, 'self_signed_tls_client_auth'],
    mtls_endpoint_aliases: { token_endpoint },
  };
}
