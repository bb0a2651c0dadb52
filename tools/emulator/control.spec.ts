import { CookieJar } from 'tough-cookie';
import { FAULT_NAMES, people, signInThroughPages, startEmulator, type Emulator } from './index.js';
import {
  authorizeUrl,
  CP1,
  getGraph,
  open,
  postToken,
  refreshForm,
  signIn,
  type BrowserAnswer,
} from './spec-support.js';

describe('the control page', () => {
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startEmulator();
  });

  afterEach(() => emulator.close());

  function press(
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = { 'Sec-Fetch-Site': 'same-origin' },
  ): Promise<BrowserAnswer> {
    return open(emulator.origin + path, { method: 'POST', body: new URLSearchParams(fields), headers });
  }

  it('shows the application and the addresses for .env, but not the secret', async () => {
    const { status, html } = await open(emulator.origin);
    expect(status).toBe(200);
    expect(html).toContain(`CLIENT_ID=${emulator.app.clientId}`);
    expect(html).toContain(`TENANT_ID=${emulator.tenantId}`);
    expect(html).toContain(`CLOUD_INSTANCE=${emulator.origin}`);
    expect(html).toContain(`GRAPH_API_ENDPOINT=${emulator.origin}`);
    expect(html).toContain('http://localhost:5000/getAToken');
    expect(html).toContain('Local emulator — not Microsoft');
    expect(html).not.toContain(emulator.app.clientSecret);
  });

  it('shows who is signed in and what was asked, without codes and cookies', async () => {
    const jar = new CookieJar();
    const callback = await signInThroughPages(authorizeUrl(emulator), people.markup, { jar });
    const tokens = await signIn(emulator, people.ordinary);
    const { html } = await open(emulator.origin, { jar });
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).not.toContain('<script');
    expect(html).toContain('authorization_code: ordinary');
    const cookie = await jar.getCookieString(emulator.origin);
    for (const secret of [callback.searchParams.get('code'), cookie.split('=')[1], tokens['access_token']]) {
      expect(secret?.length).toBeGreaterThan(20);
      expect(html).not.toContain(secret);
      expect(JSON.stringify(emulator.requests)).not.toContain(secret);
    }
    expect(JSON.stringify(emulator.requests)).not.toContain('?');
  });

  it('switches a fault on and off, and says which is on', async () => {
    const { status, location } = await press('/control/faults', { toggle: 'graph-503' });
    expect([status, location?.pathname]).toEqual([303, '/']);
    expect(emulator.faults.list()).toEqual(['graph-503']);
    expect((await open(emulator.origin)).html).toContain('value="graph-503" aria-pressed="true"');
    await press('/control/faults', { toggle: 'graph-503' });
    expect(emulator.faults.list()).toEqual([]);
    await press('/control/faults', { toggle: '__proto__' });
    expect(emulator.faults.list()).toEqual([]);
  });

  it('has every fault, below the heading of its endpoint', async () => {
    const { html } = await open(emulator.origin);
    const [, ...groups] = html.split('<h3>');
    const shown = groups.flatMap((group) =>
      [...group.matchAll(/name="toggle" value="([^"]+)"/g)].map(([, name = '']) => [group.split('<')[0], name]),
    );
    expect(shown.map(([, name]) => name).sort()).toEqual([...FAULT_NAMES].sort());
    expect(shown).toContainEqual(['Signing keys', 'keys-drip']);
    expect(shown).toContainEqual(['Token endpoint', 'token-refused']);
  });

  it('chooses what token-refused says', async () => {
    await press('/control/faults', { choose: 'refusal', refusal: '53003' });
    expect(emulator.faults.refusal).toBe(53003);
    expect(emulator.faults.list()).toEqual([]);
    expect((await open(emulator.origin)).html).toContain('value="53003" selected');
    await press('/control/faults', { choose: 'refusal', refusal: '1' });
    expect(emulator.faults.refusal).toBe(53003);
  });

  it('switches all faults off', async () => {
    emulator.faults.set('keys-503', true);
    await press('/control/faults', { clear: 'all' });
    expect(emulator.faults.list()).toEqual([]);
  });

  it('rotates keys', async () => {
    const keys = `${emulator.origin}/common/discovery/v2.0/keys`;
    const before = await (await fetch(keys)).json();
    await press('/control/keys', {});
    expect(await (await fetch(keys)).json()).not.toEqual(before);
  });

  it('revokes sessions and access tokens, of one or of everybody', async () => {
    const tokens = await signIn(emulator, people.ordinary, { token: { claims: CP1 } });
    await press('/control/revocations', { person: people.admin.oid, what: 'access-tokens' });
    expect((await getGraph(emulator, '/v1.0/me', tokens['access_token'])).status).toBe(200);
    await press('/control/revocations', { person: people.ordinary.oid, what: 'access-tokens' });
    expect((await getGraph(emulator, '/v1.0/me', tokens['access_token'])).status).toBe(401);
    await press('/control/revocations', { person: 'everybody', what: 'sessions' });
    const { body } = await postToken(emulator, refreshForm(emulator, tokens['refresh_token']));
    expect(body).toMatchObject({ error_codes: [50173] });
    expect(emulator.sessions).toEqual([]);
  });

  it.each([
    [{ 'Sec-Fetch-Site': 'cross-site' }],
    [{ 'Sec-Fetch-Site': 'same-site' }],
    [{ Origin: 'http://localhost:5000' }],
    [{ Origin: 'https://localhost' }],
    [{ Origin: 'null' }],
    [{ Origin: 'not an address' }],
  ])('takes no orders from another site: %j', async (headers) => {
    expect((await press('/control/faults', { toggle: 'graph-503' }, headers)).status).toBe(403);
    expect(emulator.faults.list()).toEqual([]);
  });

  it('takes orders from its own origin, by https as well when something in front of it ends TLS', async () => {
    await press('/control/faults', { toggle: 'graph-503' }, { Origin: emulator.origin });
    expect(emulator.faults.list()).toEqual(['graph-503']);
    await press('/control/faults', { toggle: 'keys-503' }, { Origin: emulator.origin.replace('http:', 'https:') });
    expect(emulator.faults.list()).toEqual(['keys-503', 'graph-503']);
  });

  it('takes orders from the origin that it is known by, whatever Host a proxy makes of it', async () => {
    const behindTls = await startEmulator({ publicOrigin: 'https://entra.example' });
    const press = async (origin: string) => {
      const answer = await fetch(`http://localhost:${behindTls.port}/control/faults`, {
        method: 'POST',
        body: new URLSearchParams({ toggle: 'graph-503' }),
        headers: { Origin: origin },
        redirect: 'manual',
      });
      return answer.status;
    };
    try {
      expect([await press('https://entra.example'), await press('https://evil.example')]).toEqual([303, 403]);
    } finally {
      await behindTls.close();
    }
  });
});
