import { people, startEmulator, type Emulator } from '../index.js';
import { signIn } from '../spec-support.js';
import type { CloudName } from './clouds.js';

describe.each<[CloudName, string, (origin: string, tenant: string) => string]>([
  ['global', 'microsoftonline.com', (origin, tenant) => `${origin}/${tenant}/v2.0`],
  ['usGovernment', 'microsoftonline.us', (origin, tenant) => `${origin}/${tenant}/v2.0`],
  ['china', 'partner.microsoftonline.cn', (_, tenant) => `https://login.partner.microsoftonline.cn/${tenant}/v2.0`],
  ['externalId', 'microsoftonline.com', (_, tenant) => `https://${tenant}.ciamlogin.com/${tenant}/v2.0`],
])('the cloud %s', (cloud, instanceName, issuerOf) => {
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await startEmulator({ cloud });
  });

  afterAll(() => emulator.close());

  async function json(path: string): Promise<Record<string, unknown>> {
    return (await (await fetch(`${emulator.origin}/${path}`)).json()) as Record<string, unknown>;
  }

  it('has its own name and issuer in documents, keys and tokens, and the emulator’s endpoints', async () => {
    const { origin, tenantId } = emulator;
    const issuer = issuerOf(origin, tenantId);
    const document = await json(`${tenantId}/v2.0/.well-known/openid-configuration`);
    expect(document).toMatchObject({ issuer, cloud_instance_name: instanceName });
    expect(document['token_endpoint']).toBe(`${origin}/${tenantId}/oauth2/v2.0/token`);
    const { keys } = (await json(`${tenantId}/discovery/v2.0/keys`)) as { keys: Record<string, unknown>[] };
    expect(keys.filter((key) => key['cloud_instance_name'] === instanceName)).toHaveLength(2);
    expect(keys.map((key) => key['issuer'])).toEqual([issuer, issuer, issuer]);
    const { id_token = '' } = await signIn(emulator, people.ordinary);
    const claims = JSON.parse(Buffer.from(id_token.split('.')[1] ?? '', 'base64url').toString()) as { iss: string };
    expect(claims.iss).toBe(issuer);
  });

  it('has the template where the tenant is not known', async () => {
    const document = await json('common/v2.0/.well-known/openid-configuration');
    expect(document['issuer']).toBe(issuerOf(emulator.origin, '{tenantid}'));
  });
});
