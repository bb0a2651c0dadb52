import { createHash, X509Certificate } from 'node:crypto';
import type { Emulator } from '../index.js';
import { recordedOf, headersOf, type RecordedFact } from './recorded-fact.js';
import { SOURCES } from './sources.js';

const { identityModel, cae, openiddict, internetIdentity, sdkForPython } = SOURCES;
const LOGIN = 'https://login.microsoftonline.com';

type Json = Record<string, unknown>;
type Key = Json & { x5c: [string]; n: string };

function get(emulator: Emulator, path: string): Promise<Response> {
  return fetch(`${emulator.origin}/${path}`);
}

async function documentOf(emulator: Emulator, tenant: string): Promise<Json> {
  return (await (await get(emulator, `${tenant}/v2.0/.well-known/openid-configuration`)).json()) as Json;
}

async function keysOf(emulator: Emulator): Promise<Key[]> {
  return ((await (await get(emulator, 'common/discovery/v2.0/keys')).json()) as { keys: Key[] }).keys;
}

/** A member of the document of `common`. */
function common(member: string, recorded: unknown): RecordedFact {
  const see = async (emulator: Emulator) => (await documentOf(emulator, 'common'))[member];
  return { fact: `common has ${member}`, source: identityModel, see, recorded };
}

function missingIn(member: string): RecordedFact {
  const see = async (emulator: Emulator) => member in (await documentOf(emulator, 'common'));
  return { fact: `common has no ${member}`, source: identityModel, see, recorded: false };
}

function thumbprint({ x5c }: Key): string {
  return createHash('sha1').update(Buffer.from(x5c[0], 'base64')).digest('base64url');
}

export const discoveryDocuments = recordedOf('discovery documents', [
  {
    fact: 'common has these members in this order',
    source: identityModel,
    see: async (emulator) => Object.keys(await documentOf(emulator, 'common')),
    recorded: [
      ...['token_endpoint', 'token_endpoint_auth_methods_supported', 'jwks_uri', 'response_modes_supported'],
      ...['subject_types_supported', 'id_token_signing_alg_values_supported', 'response_types_supported'],
      ...['scopes_supported', 'issuer', 'request_uri_parameter_supported', 'userinfo_endpoint'],
      ...['authorization_endpoint', 'device_authorization_endpoint', 'http_logout_supported'],
      ...['frontchannel_logout_supported', 'end_session_endpoint', 'claims_supported', 'kerberos_endpoint'],
      ...['tenant_region_scope', 'cloud_instance_name', 'cloud_graph_host_name', 'msgraph_host', 'rbac_url'],
    ],
  },
  common('token_endpoint', `${LOGIN}/common/oauth2/v2.0/token`),
  common('token_endpoint_auth_methods_supported', ['client_secret_post', 'private_key_jwt', 'client_secret_basic']),
  common('jwks_uri', `${LOGIN}/common/discovery/v2.0/keys`),
  common('response_modes_supported', ['query', 'fragment', 'form_post']),
  common('subject_types_supported', ['pairwise']),
  common('id_token_signing_alg_values_supported', ['RS256']),
  common('response_types_supported', ['code', 'id_token', 'code id_token', 'id_token token']),
  common('scopes_supported', ['openid', 'profile', 'email', 'offline_access']),
  common('issuer', `${LOGIN}/{tenantid}/v2.0`),
  common('request_uri_parameter_supported', false),
  common('userinfo_endpoint', 'https://graph.microsoft.com/oidc/userinfo'),
  common('authorization_endpoint', `${LOGIN}/common/oauth2/v2.0/authorize`),
  common('device_authorization_endpoint', `${LOGIN}/common/oauth2/v2.0/devicecode`),
  common('http_logout_supported', true),
  common('frontchannel_logout_supported', true),
  common('end_session_endpoint', `${LOGIN}/common/oauth2/v2.0/logout`),
  common('claims_supported', [
    ...['sub', 'iss', 'cloud_instance_name', 'cloud_instance_host_name', 'cloud_graph_host_name', 'msgraph_host'],
    ...['aud', 'exp', 'iat', 'auth_time', 'acr', 'nonce', 'preferred_username', 'name', 'tid', 'ver', 'at_hash'],
    ...['c_hash', 'email'],
  ]),
  common('kerberos_endpoint', `${LOGIN}/common/kerberos`),
  common('tenant_region_scope', null),
  common('cloud_instance_name', 'microsoftonline.com'),
  common('cloud_graph_host_name', 'graph.windows.net'),
  common('msgraph_host', 'graph.microsoft.com'),
  common('rbac_url', 'https://pas.windows.net'),
  ...[
    ...['code_challenge_methods_supported', 'grant_types_supported', 'backchannel_logout_supported'],
    ...['backchannel_logout_session_supported', 'frontchannel_logout_session_supported', 'introspection_endpoint'],
    ...['revocation_endpoint', 'pushed_authorization_request_endpoint', 'registration_endpoint'],
    ...['authorization_response_iss_parameter_supported', 'check_session_iframe'],
  ].map(missingIn),
  {
    fact: 'a tenant’s addresses carry its GUID when it is asked for by domain',
    source: cae,
    see: async (emulator) => {
      const { token_endpoint, issuer } = await documentOf(emulator, 'emulated.onmicrosoft.com');
      return { token_endpoint, issuer };
    },
    recorded: {
      token_endpoint: `${LOGIN}/11111111-2222-4333-8444-555555555555/oauth2/v2.0/token`,
      issuer: `${LOGIN}/11111111-2222-4333-8444-555555555555/v2.0`,
    },
  },
  {
    fact: 'a tenant’s document names its region',
    source: cae,
    see: async (emulator) => (await documentOf(emulator, emulator.tenantId))['tenant_region_scope'],
    recorded: 'NA',
  },
  {
    fact: 'documents have these headers',
    source: cae,
    see: async (emulator) =>
      headersOf(await get(emulator, `${emulator.tenantId}/v2.0/.well-known/openid-configuration`), [
        ...['cache-control', 'content-type', 'x-content-type-options', 'access-control-allow-origin'],
        ...['access-control-allow-methods', 'p3p'],
      ]),
    recorded: {
      'cache-control': 'max-age=86400, private',
      'content-type': 'application/json; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, OPTIONS',
      p3p: 'CP="DSP CUR OTPi IND OTRi ONL FIN"',
    },
  },
  {
    fact: 'a tenant’s document goes on to mutual TLS after the authentication methods',
    source: openiddict,
    see: async (emulator) => Object.entries(await documentOf(emulator, emulator.tenantId)).slice(1, 3),
    recorded: [
      [
        'token_endpoint_auth_methods_supported',
        ['client_secret_post', 'private_key_jwt', 'client_secret_basic', 'self_signed_tls_client_auth'],
      ],
      // There the host is mtlsauth.microsoft.com.
      ['mtls_endpoint_aliases', { token_endpoint: `${LOGIN}/11111111-2222-4333-8444-555555555555/oauth2/v2.0/token` }],
    ],
  },
]);

export const keySets = recordedOf('key sets', [
  {
    fact: 'there is more than one key, each with these members in this order, and no alg',
    source: internetIdentity,
    see: async (emulator) => (await keysOf(emulator)).map((key) => Object.keys(key).join(' ')),
    recorded: Array(3).fill('kty use kid x5t n e x5c cloud_instance_name issuer'),
  },
  {
    fact: 'the keys of two clouds are listed',
    source: internetIdentity,
    see: async (emulator) => [...new Set((await keysOf(emulator)).map((key) => key['cloud_instance_name']))].sort(),
    recorded: ['microsoftonline.com', 'microsoftonline.us'],
  },
  {
    fact: 'kid and x5t are the SHA-1 of the certificate',
    source: identityModel,
    see: async (emulator) =>
      (await keysOf(emulator)).every((key) => key['kid'] === thumbprint(key) && key['x5t'] === thumbprint(key)),
    recorded: true,
  },
  {
    fact: 'keys are RSA of 2048 bits for signing, with the usual exponent',
    source: identityModel,
    see: async (emulator) =>
      (await keysOf(emulator)).map(({ kty, use, e, n }) => [kty, use, e, Buffer.from(n, 'base64url').length * 8]),
    recorded: Array(3).fill(['RSA', 'sig', 'AQAB', 2048]),
  },
  {
    fact: 'certificates are self-signed, for five years',
    source: identityModel,
    see: async (emulator) =>
      (await keysOf(emulator)).map(({ x5c }) => {
        const certificate = new X509Certificate(Buffer.from(x5c[0], 'base64'));
        const years = (Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)) / 31_557_600_000;
        return [certificate.subject, certificate.verify(certificate.publicKey), Math.round(years)];
      }),
    recorded: Array(3).fill(['CN=accounts.accesscontrol.windows.net', true, 5]),
  },
  {
    fact: 'keys have the template for an issuer',
    source: identityModel,
    see: async (emulator) => (await keysOf(emulator)).map(({ issuer }) => issuer),
    recorded: Array(3).fill(`${LOGIN}/{tenantid}/v2.0`),
  },
]);

export const instanceDiscovery = recordedOf('instance discovery', [
  {
    fact: 'the answer has these members, and the address of the document that was meant',
    source: sdkForPython,
    see: async (emulator) => {
      const endpoint = encodeURIComponent(`${emulator.origin}/common/oauth2/authorize`);
      const path = `common/discovery/instance?api-version=1.1&authorization_endpoint=${endpoint}`;
      const body = (await (await get(emulator, path)).json()) as Json;
      return { ...body, metadata: typeof body['metadata'] };
    },
    recorded: {
      tenant_discovery_endpoint: `${LOGIN}/common/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: 'object',
    },
  },
  {
    fact: 'the global cloud has these names',
    source: sdkForPython,
    see: async (emulator) => {
      const endpoint = encodeURIComponent(`${LOGIN}/common/oauth2/v2.0/authorize`);
      const path = `common/discovery/instance?api-version=1.1&authorization_endpoint=${endpoint}`;
      const { metadata } = (await (await get(emulator, path)).json()) as { metadata: Json[] };
      return metadata.find((cloud) => cloud['preferred_network'] === 'login.microsoftonline.com');
    },
    recorded: {
      preferred_network: 'login.microsoftonline.com',
      preferred_cache: 'login.windows.net',
      aliases: ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
    },
  },
]);
