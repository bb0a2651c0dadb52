import { startEmulator, type Emulator } from '../index.js';

describe('instance discovery', () => {
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await startEmulator();
  });

  afterAll(() => emulator.close());

  async function ask(parameters: Record<string, string>): Promise<{ status: number; body: Record<string, unknown> }> {
    const query = new URLSearchParams({ 'api-version': '1.1', ...parameters }).toString();
    const answer = await fetch(`${emulator.origin}/common/discovery/instance?${query}`);
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  }

  it('knows itself, and Microsoft’s clouds by all their names', async () => {
    const { origin } = emulator;
    const { host } = new URL(origin);
    const { status, body } = await ask({ authorization_endpoint: `${origin}/common/oauth2/v2.0/authorize` });
    expect(status).toBe(200);
    expect(body['tenant_discovery_endpoint']).toBe(`${origin}/common/v2.0/.well-known/openid-configuration`);
    expect(body['metadata']).toEqual([
      { preferred_network: host, preferred_cache: host, aliases: [host] },
      {
        preferred_network: 'login.microsoftonline.com',
        preferred_cache: 'login.windows.net',
        aliases: ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
      },
      {
        preferred_network: 'login.partner.microsoftonline.cn',
        preferred_cache: 'login.partner.microsoftonline.cn',
        aliases: ['login.partner.microsoftonline.cn', 'login.chinacloudapi.cn'],
      },
      {
        preferred_network: 'login.microsoftonline.us',
        preferred_cache: 'login.microsoftonline.us',
        aliases: ['login.microsoftonline.us', 'login.usgovcloudapi.net'],
      },
    ]);
  });

  it('leads to the older document when the older endpoint is named', async () => {
    const { body } = await ask({ authorization_endpoint: 'https://login.microsoftonline.com/common/oauth2/authorize' });
    expect(body['tenant_discovery_endpoint']).toBe(
      'https://login.microsoftonline.com/common/.well-known/openid-configuration',
    );
  });

  it.each(['https://login.elsewhere.example/common/oauth2/v2.0/authorize', 'no address'])(
    'refuses the authority %s',
    async (authorization_endpoint) => {
      const { status, body } = await ask({ authorization_endpoint });
      expect(status).toBe(400);
      expect(body).toMatchObject({ error: 'invalid_instance', error_codes: [50049] });
    },
  );

  it('refuses to guess which authority is meant', async () => {
    const { status, body } = await ask({});
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: 'invalid_request', error_codes: [900144] });
  });
});
