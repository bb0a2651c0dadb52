import { createHash, X509Certificate } from 'node:crypto';
import { OTHER_TENANT_ID, startEmulator, type Emulator } from '../index.js';

/** Of the aliases; a tenant's document has one more. */
const FIELDS = [
  'token_endpoint',
  'token_endpoint_auth_methods_supported',
  'jwks_uri',
  'response_modes_supported',
  'subject_types_supported',
  'id_token_signing_alg_values_supported',
  'response_types_supported',
  'scopes_supported',
  'issuer',
  'request_uri_parameter_supported',
  'userinfo_endpoint',
  'authorization_endpoint',
  'device_authorization_endpoint',
  'http_logout_supported',
  'frontchannel_logout_supported',
  'end_session_endpoint',
  'claims_supported',
  'kerberos_endpoint',
  'tenant_region_scope',
  'cloud_instance_name',
  'cloud_graph_host_name',
  'msgraph_host',
  'rbac_url',
];

interface KeySet {
  keys: { kid: string; x5t: string; x5c: [string]; issuer: string; cloud_instance_name: string }[];
}

describe('discovery and keys', () => {
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await startEmulator();
  });

  afterAll(() => emulator.close());

  async function documentOf(tenant: string): Promise<Record<string, unknown>> {
    const answer = await fetch(`${emulator.origin}/${tenant}/v2.0/.well-known/openid-configuration`);
    return (await answer.json()) as Record<string, unknown>;
  }

  async function keySet(tenant = emulator.tenantId): Promise<KeySet> {
    return (await (await fetch(`${emulator.origin}/${tenant}/discovery/v2.0/keys`)).json()) as KeySet;
  }

  it.each(['organizations', 'common'])('has exactly the fields of Entra, in its order, for %s', async (tenant) => {
    expect(Object.keys(await documentOf(tenant))).toEqual(FIELDS);
  });

  it('has the fields for mutual TLS besides, for a tenant', async () => {
    const { tenantId, origin } = emulator;
    const document = await documentOf(tenantId);
    expect(Object.keys(document)).toEqual(FIELDS.toSpliced(2, 0, 'mtls_endpoint_aliases'));
    expect(document['token_endpoint_auth_methods_supported']).toContain('self_signed_tls_client_auth');
    expect(document['mtls_endpoint_aliases']).toEqual({ token_endpoint: `${origin}/${tenantId}/oauth2/v2.0/token` });
  });

  it.each(['emulated.example', 'emulated.onmicrosoft.com', 'EMULATED.onmicrosoft.com'])(
    'names the tenant by its GUID when it is asked for by its domain %s',
    async (domain) => {
      expect(await documentOf(domain)).toEqual(await documentOf(emulator.tenantId));
    },
  );

  it('knows each tenant by the domain of its people', async () => {
    const { issuer } = await documentOf('another-tenant.example');
    expect(issuer).toBe(`${emulator.origin}/${OTHER_TENANT_ID}/v2.0`);
  });

  it('leads an application to keys of its own', async () => {
    const path = `${emulator.origin}/common/v2.0/.well-known/openid-configuration?appid=the-app`;
    const { jwks_uri } = (await (await fetch(path)).json()) as { jwks_uri: string };
    expect(jwks_uri).toBe(`${emulator.origin}/common/discovery/v2.0/keys?appid=the-app`);
    expect(await (await fetch(jwks_uri)).json()).toEqual(await keySet('common'));
  });

  it('names a concrete issuer and a region for a tenant', async () => {
    const document = await documentOf(emulator.tenantId);
    expect(document['issuer']).toBe(`${emulator.origin}/${emulator.tenantId}/v2.0`);
    expect(document['tenant_region_scope']).toBe('NA');
    expect(document['userinfo_endpoint']).toBe(`${emulator.origin}/oidc/userinfo`);
  });

  it.each(['organizations', 'common'])('names the template issuer for %s', async (tenant) => {
    const document = await documentOf(tenant);
    expect(document['issuer']).toBe(`${emulator.origin}/{tenantid}/v2.0`);
    expect(document['tenant_region_scope']).toBeNull();
    expect(document['token_endpoint']).toBe(`${emulator.origin}/${tenant}/oauth2/v2.0/token`);
  });

  it('knows the tenant of the foreign person', async () => {
    expect((await documentOf(OTHER_TENANT_ID))['issuer']).toContain(OTHER_TENANT_ID);
  });

  it.each(['v2.0/.well-known/openid-configuration', 'discovery/v2.0/keys'])(
    'answers 400 AADSTS90002 for an unknown tenant at %s',
    async (path) => {
      const answer = await fetch(`${emulator.origin}/contoso.example/${path}`);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ error: 'invalid_tenant', error_codes: [90002] });
    },
  );

  it('publishes keys as Entra does: kid and x5t are the SHA-1 of the certificate, and there is no alg', async () => {
    const { keys } = await keySet();
    expect(keys.length).toBeGreaterThan(1);
    for (const key of keys) {
      const der = Buffer.from(key.x5c[0], 'base64');
      expect(key.kid).toBe(createHash('sha1').update(der).digest('base64url'));
      expect(key.x5t).toBe(key.kid);
      expect(Object.keys(key)).toEqual([
        ...['kty', 'use', 'kid', 'x5t', 'n', 'e', 'x5c', 'cloud_instance_name', 'issuer'],
      ]);
      const certificate = new X509Certificate(der);
      expect(certificate.verify(certificate.publicKey)).toBe(true);
    }
  });

  it('gives keys the issuer of their document', async () => {
    expect((await keySet()).keys[0]?.issuer).toBe(`${emulator.origin}/${emulator.tenantId}/v2.0`);
    expect((await keySet('common')).keys[0]?.issuer).toBe(`${emulator.origin}/{tenantid}/v2.0`);
  });

  it('publishes a key of another cloud that only its cloud tells from the others', async () => {
    const clouds = (await keySet()).keys.map(({ cloud_instance_name }) => cloud_instance_name);
    expect(clouds.sort()).toEqual(['microsoftonline.com', 'microsoftonline.com', 'microsoftonline.us']);
  });

  it('withdraws one key and adds an unseen one when the keys are rotated', async () => {
    const before = (await keySet()).keys.map(({ kid }) => kid);
    await emulator.rotateKeys();
    const after = (await keySet()).keys.map(({ kid }) => kid);
    expect(after).toHaveLength(before.length);
    expect(after.filter((kid) => !before.includes(kid))).toHaveLength(1);
  });

  it('answers 404 for everything it does not know', async () => {
    for (const path of ['/nothing', `/${emulator.tenantId}/oauth2/v2.0/nothing`, `/${emulator.tenantId}/kerberos`]) {
      expect((await fetch(emulator.origin + path)).status).toBe(404);
    }
  });
});
