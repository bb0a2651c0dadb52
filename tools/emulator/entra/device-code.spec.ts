import { CookieJar } from 'tough-cookie';
import { ask, APPS, DAEMON, TOOL } from '../apps-support.js';
import { people, startEmulator, type Emulator, type Person } from '../index.js';
import { getGraph, open } from '../spec-support.js';

const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

interface Started {
  readonly user_code: string;
  readonly device_code: string;
  readonly verification_uri: string;
}

describe('device code', () => {
  let emulator: Emulator;
  let now: number;

  const start = async (changes: Record<string, string> = {}) => {
    const answer = await fetch(`${emulator.origin}/${emulator.tenantId}/oauth2/v2.0/devicecode`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: TOOL.clientId, scope: 'openid offline_access User.Read', ...changes }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const started = async () => (await start()).body as unknown as Started;
  const poll = ({ device_code }: Pick<Started, 'device_code'>, changes: Record<string, string | undefined> = {}) => {
    now += 5000;
    return ask(emulator, { grant_type: GRANT, client_id: TOOL.clientId, device_code, ...changes });
  };
  const press = async (jar: CookieJar, html: string, button: Record<string, string>) => {
    const action = /action="([^"]+)"/.exec(html)?.[1] ?? '';
    const pending = /name="pending" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const body = new URLSearchParams({ ...button, ...(pending === '' ? {} : { pending }) });
    return open(new URL(action, emulator.origin), { method: 'POST', body, jar });
  };
  const signInFor = async ({ verification_uri, user_code }: Started, person: Person, answer: string) => {
    const jar = new CookieJar();
    const page = await open(verification_uri, { jar });
    const picker = await press(jar, page.html, { otc: user_code.toLowerCase() });
    const consent = await press(jar, picker.html, { person: person.oid });
    return press(jar, consent.html, { answer });
  };

  beforeEach(async () => {
    now = Date.now();
    emulator = await startEmulator({ apps: APPS, now: () => now });
  });

  afterEach(() => emulator.close());

  it('begins with a code to type, and where', async () => {
    const { status, body } = await start();
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual([
      ...['user_code', 'device_code', 'verification_uri', 'expires_in', 'interval', 'message'],
    ]);
    expect(body).toMatchObject({ expires_in: 900, interval: 5 });
    expect(body['user_code']).toMatch(/^[A-Z0-9]{9}$/);
    expect(body['message']).toContain(`enter the code ${String(body['user_code'])} to authenticate`);
  });

  it('is pending until somebody signs in, and then brings tokens once', async () => {
    const device = await started();
    const pending = await poll(device);
    expect(pending.status).toBe(400);
    expect(pending.body).toMatchObject({ error: 'authorization_pending', error_codes: [70016] });
    const done = await signInFor(device, people.ordinary, 'accept');
    expect(done.html).toContain('You have signed in to Command line on your device.');
    const { status, body } = await poll(device);
    expect(status).toBe(200);
    expect(body).toHaveProperty('refresh_token');
    expect(body).toHaveProperty('id_token');
    const me = await getGraph(emulator, '/v1.0/me', String(body['access_token']));
    expect(await me.json()).toMatchObject({ id: people.ordinary.oid });
    expect((await poll(device)).body).toMatchObject({ error: 'bad_verification_code', error_codes: [70018] });
  });

  it('refreshes without a credential, and not with one', async () => {
    const device = await started();
    await signInFor(device, people.ordinary, 'accept');
    const { body } = await poll(device);
    const form = {
      grant_type: 'refresh_token',
      client_id: TOOL.clientId,
      refresh_token: String(body['refresh_token']),
    };
    expect((await ask(emulator, form)).status).toBe(200);
    const anothers = await ask(emulator, {
      ...form,
      client_id: DAEMON.clientId,
      client_secret: 'the-secret-of-the-daemon',
    });
    expect(anothers.body).toMatchObject({ error: 'invalid_grant', error_codes: [70000] });
  });

  it('tells a device that asks too often to slow down', async () => {
    const device = await started();
    expect((await poll(device)).body).toMatchObject({ error: 'authorization_pending' });
    now -= 5000;
    expect((await poll(device)).body).toMatchObject({ error: 'slow_down' });
    expect((await poll(device)).body).toMatchObject({ error: 'slow_down' });
    now += 5000;
    expect((await poll(device)).body).toMatchObject({ error: 'authorization_pending' });
  });

  it('is declined where somebody declines, and expires after fifteen minutes', async () => {
    const [declined, forgotten] = [await started(), await started()];
    expect((await signInFor(declined, people.ordinary, 'decline')).html).toContain('You cancelled');
    expect((await poll(declined)).body).toMatchObject({ error: 'authorization_declined' });
    now += 900 * 1000;
    expect((await poll(forgotten)).body).toMatchObject({ error: 'expired_token', error_codes: [70019] });
  });

  it('is for public clients alone', async () => {
    const { body } = await start({ client_id: DAEMON.clientId });
    const daemon = { client_id: DAEMON.clientId, client_secret: 'the-secret-of-the-daemon' };
    expect((await poll(body as unknown as Started, daemon)).body).toMatchObject({ error_codes: [7000218] });
  });

  it.each([
    [{ client_id: 'nobody' }, 700016],
    [{ scope: 'what?' }, 70011],
    [{ scope: '' }, 900144],
  ])('does not begin with %j: AADSTS%i', async (changes, code) => {
    const { status, body } = await start(changes);
    expect(status).toBe(400);
    expect(body).toMatchObject({ error_codes: [code] });
  });

  it('says so where what was typed is no code, or another site sends it', async () => {
    const body = new URLSearchParams({ otc: 'NO CODE' });
    const wrong = await open(`${emulator.origin}/devicelogin`, { method: 'POST', body });
    expect(wrong.status).toBe(400);
    expect(wrong.html).toContain('That code didn’t work.');
    const headers = { 'Sec-Fetch-Site': 'cross-site' };
    const foreign = await open(`${emulator.origin}/devicelogin`, { method: 'POST', body, headers });
    expect(foreign.status).toBe(403);
  });
});
